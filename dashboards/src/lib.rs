//! What people see: pages made of results. For now the month's ranking as one file, to be read, printed and posted.
pub mod ranking_page;
