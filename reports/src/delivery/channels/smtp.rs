//! E-mail: one connection a message, step by step, so that each refusal says what it is about.
//!
//! Answers of 400 to 499 and lost connections are for later. So are a login or a sender that the server does not take:
//! they are the administrator's to mend, and no message shall be lost by them. A recipient or a text that is refused for
//! good is not tried again.

use super::Attempt;
use super::mail::{compose, mailbox};
use super::settings::{Mail, MailTls};
use super::web::authorities;
use super::words::{both, said};
use crate::delivery::{Enclosed, Message, Outcome};
use lettre::Address;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as From, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use std::error::Error as _;
use std::time::{Duration, Instant};

/// A conversation that has lasted so long is broken off before its next step. With the longest timeouts that can be
/// configured, an attempt then ends within eight minutes, before whoever sends takes it for lost.
const CONVERSATION_MAX: Duration = Duration::from_secs(240);
/// A server may look a mail through before it answers: so many times as long as for other answers.
const PATIENCE_WITH_CONTENT: u32 = 4;
/// How long the parting may take: the outcome is known by then.
const PARTING_MAX: Duration = Duration::from_secs(5);

/// Sends one message to one address.
pub fn send(mail: &Mail, to: &str, told: (&Message, &[Enclosed]), attempt: Attempt) -> Outcome {
    let Some(from) = mailbox(&mail.from) else {
        return Outcome::Never(no_address(&mail.from));
    };
    let Some(to) = mailbox(to) else {
        return Outcome::Never(no_address(to));
    };
    let composed = match compose(&from, &to, told, attempt) {
        Ok(composed) => composed,
        Err(trouble) => {
            return Outcome::Never(both(
                format_args!("无法写成邮件（{trouble}）：请检查模板"),
                format_args!("this cannot be written as a mail ({trouble}): look at its template"),
            ));
        }
    };
    let hello = ClientId::Domain(from.email.domain().to_owned());
    let begun = Instant::now();
    let mut connection = match connect(mail, &hello, begun) {
        Ok(connection) => connection,
        Err(trouble) => return Outcome::Later(trouble),
    };
    let outcome = hand_over(mail, &mut connection, composed.envelope(), &composed.formatted(), begun);
    // What was taken is taken, however the parting goes.
    let _ = connection.set_timeout(Some(mail.timeout.min(PARTING_MAX)));
    let _ = connection.quit();
    outcome
}

fn no_address(text: &str) -> String {
    both(
        format_args!("“{text}” 不是邮件地址：请在登记册或收件设置中更正"),
        format_args!("`{text}` is no mail address: mend it in the registry or the recipient's settings"),
    )
}

/// A connection that is as secret as it was asked to be, and logged in.
fn connect(mail: &Mail, hello: &ClientId, begun: Instant) -> Result<SmtpConnection, String> {
    let server = (mail.server.as_str(), mail.port);
    let tls = match mail.tls {
        MailTls::FromStart | MailTls::StartTls => Some(tls_parameters(mail)?),
        MailTls::None => None,
    };
    let from_start = tls.as_ref().filter(|_| mail.tls == MailTls::FromStart);
    let mut connection = SmtpConnection::connect(server, Some(mail.timeout), hello, from_start, None)
        .map_err(|error| unreachable_server(mail, &error))?;
    if let (Some(tls), MailTls::StartTls) = (&tls, mail.tls) {
        if !connection.can_starttls() {
            connection.abort();
            return Err(both(
                format_args!(
                    "{} 不提供 STARTTLS，未发送：请检查端口，或改用 tls = \"tls\"（通常为 465 端口）",
                    place(mail)
                ),
                format_args!(
                    "{} offers no STARTTLS, so nothing was sent: check the port, or write tls = \"tls\" (usually port 465)",
                    place(mail)
                ),
            ));
        }
        in_time(mail, begun)?;
        connection.starttls(tls, hello).map_err(|error| unreachable_server(mail, &error))?;
    }
    if let Some(login) = &mail.login {
        in_time(mail, begun)?;
        let credentials = Credentials::new(login.user.clone(), login.password.read()?);
        if let Err(error) = connection.auth(DEFAULT_MECHANISMS, &credentials) {
            connection.abort();
            return Err(both(
                format_args!(
                    "{} 拒绝账号 {} 登录（{}）：请检查 [delivery.mail] 的账号和密码",
                    place(mail),
                    login.user,
                    words_of(&error)
                ),
                format_args!(
                    "{} does not let {} in ({}): check user and password in [delivery.mail]",
                    place(mail),
                    login.user,
                    words_of(&error)
                ),
            ));
        }
    }
    Ok(connection)
}

/// Whether there is time for another step.
fn in_time(mail: &Mail, begun: Instant) -> Result<(), String> {
    if begun.elapsed() < CONVERSATION_MAX {
        return Ok(());
    }
    let place = place(mail);
    Err(both(
        format_args!("{place} 答复太慢，已中断，未发送"),
        format_args!("{place} answers too slowly, so it was broken off and nothing sent"),
    ))
}

fn tls_parameters(mail: &Mail) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(mail.server.clone());
    if let Some(path) = &mail.ca_file {
        for authority in authorities(path)? {
            let certificate =
                Certificate::from_der(authority.to_vec()).map_err(|error| told(mail, &error))?;
            builder = builder.add_root_certificate(certificate);
        }
    }
    builder.build_rustls().map_err(|error| told(mail, &error))
}

fn told(mail: &Mail, error: &Error) -> String {
    format!("{}: {}", place(mail), words_of(error))
}

fn unreachable_server(mail: &Mail, error: &Error) -> String {
    let (place, words) = (place(mail), words_of(error));
    if error.status().is_some() {
        return both(
            format_args!("{place} 暂不接待（{words}）"),
            format_args!("{place} does not receive us ({words})"),
        );
    }
    if words.contains("certificate") || words.contains("handshake") || error.is_tls() {
        return both(
            format_args!("无法与 {place} 建立加密连接（{words}）：请检查服务器名称、证书和 ca_file"),
            format_args!(
                "no secret connection to {place} ({words}): check the server's name, its certificate and ca_file"
            ),
        );
    }
    both(
        format_args!("连不上 {place}（{words}）：请检查服务器、端口、tls 和网络"),
        format_args!("cannot reach {place} ({words}): check server, port, tls and the network"),
    )
}

/// Hands the mail over; what came before it is the administrator's, what comes here is the message's.
fn hand_over(
    mail: &Mail,
    connection: &mut SmtpConnection,
    envelope: &Envelope,
    bytes: &[u8],
    begun: Instant,
) -> Outcome {
    let mut parameters = Vec::new();
    let is_ascii = |address: &Address| address.to_string().is_ascii();
    if !envelope.from().into_iter().chain(envelope.to()).all(is_ascii) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Outcome::Never(both(
                format_args!("{} 不支持非 ASCII 的邮件地址：请换一个地址", place(mail)),
                format_args!("{} takes ASCII mail addresses alone: use another address", place(mail)),
            ));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if let Err(error) = connection.command(From::new(envelope.from().cloned(), parameters)) {
        return refused_sender(mail, &error);
    }
    for to in envelope.to() {
        if let Err(error) = connection.command(Rcpt::new(to.clone(), Vec::new())) {
            return refused_recipient(mail, to.as_ref(), &error);
        }
    }
    if let Err(trouble) = in_time(mail, begun) {
        return Outcome::Later(trouble);
    }
    match connection.command(Data) {
        // Whoever slipped an answer in before the connection was secret would have us read each answer as the next one's.
        Ok(response) if !response.has_code(354) => return Outcome::Later(out_of_step(mail, &response)),
        Ok(_) => {}
        Err(error) => return refused_text(mail, &error),
    }
    let _ = connection.set_timeout(Some(mail.timeout * PATIENCE_WITH_CONTENT));
    match connection.message(bytes) {
        Ok(response) if response.code().severity != Severity::PositiveCompletion => {
            Outcome::Later(out_of_step(mail, &response))
        }
        Ok(response) => Outcome::Delivered(in_words(&response)),
        Err(error) => refused_text(mail, &error),
    }
}

fn in_words(response: &Response) -> String {
    said(&format!("{} {}", response.code(), response.message().collect::<Vec<_>>().join(" ")))
}

/// The answer belongs to another command.
fn out_of_step(mail: &Mail, response: &Response) -> String {
    let (place, words) = (place(mail), in_words(response));
    both(
        format_args!("{place} 的答复与命令对不上（{words}），视为未送达：请检查服务器，或改用 tls = \"tls\""),
        format_args!(
            "the answer of {place} is to another command ({words}), so it was not delivered: check the server, or write tls = \"tls\""
        ),
    )
}

fn refused_sender(mail: &Mail, error: &Error) -> Outcome {
    if error.status().is_none() {
        return Outcome::Later(broken_off(mail, error));
    }
    let (place, words, from) = (place(mail), words_of(error), &mail.from);
    Outcome::Later(both(
        format_args!(
            "{place} 不接受发件人 {from}（{words}）：请检查 [delivery.mail] 的 from，以及是否需要登录"
        ),
        format_args!(
            "{place} does not take mail from {from} ({words}): check `from` in [delivery.mail], and whether it wants a login"
        ),
    ))
}

fn refused_recipient(mail: &Mail, to: &str, error: &Error) -> Outcome {
    let Some(code) = error.status() else { return Outcome::Later(broken_off(mail, error)) };
    let (place, words) = (place(mail), words_of(error));
    // 530, 535 and 538 ask for a login, 552 says that the mailbox is full: neither is the address's fault.
    let code = u16::from(code);
    match code {
        530 | 535 | 538 => Outcome::Later(both(
            format_args!("{place} 要求先登录（{words}）：请检查 [delivery.mail] 的账号和密码"),
            format_args!("{place} wants a login first ({words}): check user and password in [delivery.mail]"),
        )),
        552 => Outcome::Later(both(
            format_args!("{to} 的邮箱已满（{words}）：请其清理"),
            format_args!("the mailbox of {to} is full ({words}): ask them to clear it"),
        )),
        _ if error.is_permanent() => Outcome::Never(both(
            format_args!("{place} 拒收给 {to} 的邮件（{words}）：请核对地址"),
            format_args!("{place} refuses mail to {to} ({words}): check the address"),
        )),
        _ => Outcome::Later(both(
            format_args!("{place} 暂不接受给 {to} 的邮件（{words}）"),
            format_args!("{place} does not take mail to {to} now ({words})"),
        )),
    }
}

fn refused_text(mail: &Mail, error: &Error) -> Outcome {
    if error.status().is_none() {
        return Outcome::Later(broken_off(mail, error));
    }
    let (place, words) = (place(mail), words_of(error));
    if error.is_permanent() {
        return Outcome::Never(both(
            format_args!("{place} 拒收邮件内容（{words}）：请查看是否被当作垃圾邮件，或过大"),
            format_args!(
                "{place} refuses the mail itself ({words}): see whether it was taken for spam, or too large"
            ),
        ));
    }
    Outcome::Later(both(
        format_args!("{place} 暂不接收（{words}）"),
        format_args!("{place} does not take it now ({words})"),
    ))
}

/// The line went dead after it was up: nobody knows whether the mail was taken.
fn broken_off(mail: &Mail, error: &Error) -> String {
    let (place, words) = (place(mail), words_of(error));
    both(
        format_args!("与 {place} 的连接中断或超时（{words}），邮件可能已送达；再次发送时编号不变"),
        format_args!(
            "the connection to {place} broke off or took too long ({words}), the mail may have come; its key stays when it is sent again"
        ),
    )
}

fn place(mail: &Mail) -> String {
    format!("{}:{}", mail.server, mail.port)
}

/// What the server, or the system, said.
fn words_of(error: &Error) -> String {
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    match (error.status(), cause.is_empty()) {
        (Some(code), _) => said(&format!("{code} {cause}")),
        (None, false) => said(&cause),
        (None, true) => said(&error.to_string()),
    }
}
