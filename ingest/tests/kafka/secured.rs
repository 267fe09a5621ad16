//! TLS and SASL with a real broker: who is trusted, who is let in, and what is said to whom who is not.

#[cfg(not(feature = "kafka-tls"))]
#[test]
fn tls_and_scram_reach_a_broker_that_asks_for_them() {
    crate::servers::skipped(
        "this build has no TLS to Kafka: cargo test -p ingest --features kafka-tls --test kafka",
    );
}

#[cfg(feature = "kafka-tls")]
mod asked {
    use crate::cluster::{Worker, check_texts, numbered, send};
    use crate::servers::kafka::Kafka;
    use crate::servers::output;
    use ingest::sources::kafka::produce::Producer;
    use ingest::sources::kafka::settings::{Identity, Mechanism, Sasl, Secret, Security, Settings, Tls};
    use ingest::sources::kafka::topics::{self, Wanted};
    use ingest::sources::kafka::trouble::TroubleKind;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    const PASSWORD: &str = "geheim-7";

    fn openssl(folder: &Path, args: &str) {
        let told = output(Command::new("openssl").current_dir(folder).args(args.split(' ')));
        assert!(told.status.success(), "{args}: {}", String::from_utf8_lossy(&told.stderr));
    }

    /// An authority, and certificates of it for the broker and for a client; one for nobody.
    fn make_certificates(folder: &Path) {
        let key = "-newkey rsa:2048 -nodes -days 2";
        openssl(folder, &format!("req -x509 {key} -keyout ca.key -out ca.pem -subj /CN=authority"));
        openssl(folder, &format!("req -x509 {key} -keyout other.key -out other.pem -subj /CN=other"));
        fs::write(folder.join("names"), "subjectAltName=DNS:localhost").unwrap();
        for name in ["broker", "client"] {
            openssl(
                folder,
                &format!("req -newkey rsa:2048 -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}"),
            );
            openssl(
                folder,
                &format!(
                    "x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out {name}.pem"
                ),
            );
        }
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        fs::write(folder.join("broker.both.pem"), read("broker.key") + &read("broker.pem")).unwrap();
        openssl(
            folder,
            &format!("rsa -aes256 -in client.key -out client.locked.key -passout pass:{PASSWORD}"),
        );
    }

    fn start() -> Option<Kafka> {
        let kafka = Kafka::start_with(&["SSL", "SASL_SSL", "SASL_PLAINTEXT"], |folder| {
            make_certificates(folder);
            let at = |name: &str| folder.join(name).display().to_string();
            format!(
                "ssl.keystore.type=PEM\nssl.keystore.location={}\nssl.truststore.type=PEM\nssl.truststore.location={}\n\
                 listener.name.ssl.ssl.client.auth=required\nsasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512\n\
                 {}",
                at("broker.both.pem"),
                at("ca.pem"),
                ["sasl_ssl", "sasl_plaintext"].map(mechanisms).concat(),
            )
        })?;
        for mechanism in ["SCRAM-SHA-256", "SCRAM-SHA-512"] {
            kafka.tool(
                "kafka.admin.ConfigCommand",
                &[
                    "--bootstrap-server",
                    &kafka.brokers,
                    "--alter",
                    "--entity-type",
                    "users",
                    "--entity-name",
                    "flagpost",
                    "--add-config",
                    &format!("{mechanism}=[password={PASSWORD}]"),
                ],
            );
        }
        let wanted = Wanted { partitions: 1, replication: 1, in_step_min: 1, ..Wanted::default() };
        topics::init(&Settings::of(&kafka.brokers), &wanted).unwrap();
        Some(kafka)
    }

    fn mechanisms(listener: &str) -> String {
        let module = "org.apache.kafka.common.security";
        format!(
            "listener.name.{listener}.plain.sasl.jaas.config={module}.plain.PlainLoginModule required user_flagpost=\"{PASSWORD}\";\n\
             listener.name.{listener}.scram-sha-256.sasl.jaas.config={module}.scram.ScramLoginModule required;\n\
             listener.name.{listener}.scram-sha-512.sasl.jaas.config={module}.scram.ScramLoginModule required;\n"
        )
    }

    fn sasl(mechanism: Mechanism, password: &str) -> Sasl {
        Sasl { mechanism, user: "flagpost".to_owned(), password: Secret::new(password) }
    }

    fn settings(kafka: &Kafka, protocol: &str, security: Security) -> Settings {
        Settings { security, ..Settings::of(kafka.listener(protocol)) }
    }

    #[test]
    fn tls_and_scram_reach_a_broker_that_asks_for_them() {
        let Some(kafka) = start() else { return };
        let file = |name: &str| -> PathBuf { kafka.folder().join(name) };
        let tls = || Tls { authority: Some(file("ca.pem")), identity: None };
        let own = |key: &str, key_password: Option<&str>| Tls {
            authority: Some(file("ca.pem")),
            identity: Some(Identity {
                certificate: file("client.pem"),
                key: file(key),
                key_password: key_password.map(Secret::new),
            }),
        };
        let ways = [
            ("SSL", Security::Tls(own("client.key", None))),
            ("SSL", Security::Tls(own("client.locked.key", Some(PASSWORD)))),
            ("SASL_SSL", Security::SaslTls(tls(), sasl(Mechanism::ScramSha512, PASSWORD))),
            ("SASL_SSL", Security::SaslTls(tls(), sasl(Mechanism::ScramSha256, PASSWORD))),
            ("SASL_SSL", Security::SaslTls(tls(), sasl(Mechanism::Plain, PASSWORD))),
            ("SASL_PLAINTEXT", Security::SaslPlaintext(sasl(Mechanism::ScramSha512, PASSWORD))),
        ];
        let mut sent = 0;
        for (protocol, security) in ways {
            let told = format!("{protocol} {security:?}");
            let settings = Settings { group: told.clone(), ..settings(&kafka, protocol, security) };
            let producer = Producer::new(&settings, topics::found(&settings).unwrap()).unwrap();
            send(&producer, "220882", &numbered(sent..sent + 10));
            sent += 10;
            let mut worker = Worker::new(&settings);
            worker.turn_until(&told, |worker| worker.texts().len() >= sent as usize);
            check_texts(&worker, &numbered(0..sent));
        }
    }

    #[test]
    fn who_is_not_trusted_is_told_what_to_look_at() {
        let Some(kafka) = start() else { return };
        let ca = || Some(kafka.folder().join("ca.pem"));
        let stranger = || Some(kafka.folder().join("other.pem"));
        let wrong = [
            // Another password.
            (
                "SASL_SSL",
                Security::SaslTls(Tls { authority: ca(), identity: None }, sasl(Mechanism::ScramSha512, "x")),
            ),
            // A broker whose authority is not trusted.
            (
                "SASL_SSL",
                Security::SaslTls(
                    Tls { authority: stranger(), identity: None },
                    sasl(Mechanism::ScramSha512, PASSWORD),
                ),
            ),
            // No certificate of our own.
            ("SSL", Security::Tls(Tls { authority: ca(), identity: None })),
        ];
        for (protocol, security) in wrong {
            let settings = settings(&kafka, protocol, security);
            let trouble = topics::found(&settings).unwrap_err();
            assert!(!trouble.to_string().contains(PASSWORD));
            // A broker that wants a certificate only hangs up.
            let (kind, mend) = match protocol {
                "SSL" => (TroubleKind::Away, "whether `security` is as they want it"),
                _ => (TroubleKind::Denied, "check user, password and certificate"),
            };
            assert_eq!(trouble.kind, kind, "{protocol}: {trouble}");
            assert!(trouble.to_string().contains(mend), "{trouble}");
            eprintln!("{trouble}");
        }
    }
}
