"""A mail server for tests: aiosmtpd on three ports, told by a file how to behave, keeping what arrives as files.

Usage: smtp.py FOLDER CERTIFICATES PLAIN STARTTLS TLS (the last three are ports)

FOLDER/behaviour.json says how to behave, and is read anew at each step:
    {"kind": "accept"}
    {"kind": "refuse_sender" | "refuse_recipient" | "refuse_content", "code": 550}
    {"kind": "refuse_recipients", "addresses": ["x@y"], "code": 550}     these alone
    {"kind": "hang"}               the text is taken and kept, and never answered
    {"kind": "drop_before_data"}   the line goes dead instead of an answer to MAIL
    {"kind": "drop_after_data"}    the text is taken and kept, then the line goes dead
    {"kind": "drop_unkept"}        the text is taken, not kept, then the line goes dead
FOLDER/received/N.json and N.eml are what arrived: envelope and text.
"""

import asyncio
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD = b"hall@county.example", "口令 pass:word".encode()

folder, certificates = sys.argv[1:3]
ports = [int(port) for port in sys.argv[3:6]]
received = os.path.join(folder, "received")
os.makedirs(received, exist_ok=True)
# Counted on from what is there: the server may have been started again.
number = len([name for name in os.listdir(received) if name.endswith(".json")])


def behaviour():
    with open(os.path.join(folder, "behaviour.json"), encoding="utf-8") as file:
        return json.load(file)


def put(name, content):
    path = os.path.join(received, name)
    with open(path + ".part", "wb") as file:
        file.write(content)
    os.rename(path + ".part", path)


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        told = behaviour()
        if told["kind"] == "drop_before_data":
            server.transport.abort()
            return "421 gone"
        if told["kind"] == "refuse_sender":
            return f"{told['code']} sender refused"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        told = behaviour()
        if told["kind"] == "refuse_recipient" or address in told.get("addresses", []):
            return f"{told['code']} mailbox refused"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global number
        told = behaviour()
        if told["kind"] == "refuse_content":
            return f"{told['code']} content refused"
        if told["kind"] != "drop_unkept":
            number += 1
            login = session.auth_data.login.decode() if session.auth_data else None
            arrived = {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "encrypted": session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None,
                "login": login,
                "hello": session.host_name,
            }
            put(f"{number}.eml", envelope.original_content)
            put(f"{number}.json", json.dumps(arrived).encode())
        if told["kind"] == "hang":
            await asyncio.Event().wait()
        if told["kind"].startswith("drop_"):
            server.transport.abort()
        return f"250 OK queued as {number}"


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER, PASSWORD)
    return AuthResult(success=right, handled=False, auth_data=data if right else None)


async def main():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(os.path.join(certificates, "server.pem"), os.path.join(certificates, "server.key"))
    loop = asyncio.get_running_loop()
    secured = {"auth_required": True, "authenticator": authenticate}
    plain, starttls, tls = ports
    await loop.create_server(lambda: SMTP(Handler(), hostname="mail.example"), "127.0.0.1", plain)
    await loop.create_server(
        lambda: SMTP(Handler(), hostname="mail.example", tls_context=context, require_starttls=True, **secured),
        "127.0.0.1",
        starttls,
    )
    # Behind TLS from the first byte the protocol does not know that it is encrypted.
    await loop.create_server(
        lambda: SMTP(Handler(), hostname="mail.example", auth_require_tls=False, **secured), "127.0.0.1", tls, ssl=context
    )
    # It ends with whoever started it, also where that was killed.
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)


asyncio.run(main())
