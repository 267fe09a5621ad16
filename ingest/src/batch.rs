//! Files to a log: every line is read, checked and appended in the order of arrival; what is rejected is handed on.
