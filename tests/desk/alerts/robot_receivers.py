"""Platforms on loopback that check signatures as the platforms' own documents have it, and answer as they do."""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit


class Platform:
    """Answers 200 always, as the platforms do; what it refuses is in its answer. `failing` times it answers 500."""

    path = "/"
    code, words = "errcode", "errmsg"

    def __init__(self, secret: str = "", failing: int = 0) -> None:
        self.secret, self.failing, self.received, self.tried = secret, failing, [], 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.tried += 1
                status, answer = outer.answered(self.path, dict(self.headers), body)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_) -> None:
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}{self.path}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def answered(self, path: str, headers: dict, body: bytes) -> tuple[int, dict]:
        if self.failing:
            self.failing -= 1
            return 500, {}
        if not self.signed(path, headers, body):
            return 200, {self.code: 310000, self.words: "sign not match"}
        self.received.append(json.loads(body))
        return 200, {self.code: 0, self.words: "ok"}

    def signed(self, path: str, headers: dict, body: bytes) -> bool:
        return True

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class DingTalk(Platform):
    """open.dingtalk.com/document/robots/customize-robot-security-settings: the sign is decoded once."""

    path = "/robot/send?access_token=abc123"

    def signed(self, path, headers, body) -> bool:
        asked = parse_qs(urlsplit(path).query)
        moment, sign = asked.get("timestamp", [""])[0], asked.get("sign", [""])[0]
        wanted = hmac.new(self.secret.encode(), f"{moment}\n{self.secret}".encode(), hashlib.sha256).digest()
        fresh = abs(time.time() * 1000 - int(moment or 0)) < 3_600_000
        return fresh and hmac.compare_digest(sign, base64.b64encode(wanted).decode())


class Feishu(Platform):
    """https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: the text to sign is the key."""

    path = "/open-apis/bot/v2/hook/0a1b-2c3d"
    code, words = "code", "msg"

    def signed(self, path, headers, body) -> bool:
        given = json.loads(body)
        key = f"{given.get('timestamp', '')}\n{self.secret}".encode()
        wanted = base64.b64encode(hmac.new(key, digestmod=hashlib.sha256).digest()).decode()
        return hmac.compare_digest(given.get("sign", ""), wanted)


class WeCom(Platform):
    """No signature: whoever has the key may send."""

    path = "/cgi-bin/webhook/send?key=0a1b-2c3d"

    def signed(self, path, headers, body) -> bool:
        return parse_qs(urlsplit(path).query)["key"] == ["0a1b-2c3d"]


class Webhook(Platform):
    """Standard Webhooks."""

    path = "/hook"

    def signed(self, path, headers, body) -> bool:
        given = {name.lower(): value for name, value in headers.items()}
        text = f"{given['webhook-id']}.{given['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        wanted = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
        return hmac.compare_digest(given["webhook-signature"], f"v1,{wanted}")


PLATFORMS = {"dingtalk": DingTalk, "feishu": Feishu, "wecom": WeCom, "webhook": Webhook}
SECRETS = {"dingtalk": "SEC0a1b2c3d", "feishu": "s3cr3t", "wecom": "", "webhook": "whsec_" + "QUJD" * 8}
