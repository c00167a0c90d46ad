"""Servers on this machine that answer as 企业微信, 钉钉, 飞书 and OpenID Connect document it: each code once only."""

import base64
import hashlib
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class StandIn:
    """Ends with the `with`. `codes` are what its page would have handed out; `asked` is what it was asked."""

    def __init__(self):
        self.codes: dict[str, dict] = {}
        self.asked: list[tuple[str, dict, dict]] = []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                stand_in._answer(self, {})

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                as_json = "json" in self.headers.get("Content-Type", "")
                stand_in._answer(self, json.loads(body) if as_json else dict(parse_qsl(body)))

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args):
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, handler, body):
        where = urlsplit(handler.path)
        query = {name: values[0] for name, values in parse_qs(where.query).items()}
        self.asked.append((where.path, query | body, dict(handler.headers)))
        status, found = self.answer(where.path, query | body, handler.headers)
        sent = json.dumps(found).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json; charset=UTF-8")
        handler.send_header("Content-Length", str(len(sent)))
        handler.end_headers()
        handler.wfile.write(sent)

    def calls(self, path):
        """How often a path was asked."""
        return sum(asked == path for asked, _, _ in self.asked)


class WeCom(StandIn):
    """企业微信: the token is the app's own, and a code names a member (userid) or somebody from outside (openid)."""

    corp, secret, agent = "ww-corp", "ww-secret", "1000002"
    token = "app-token-1"  # noqa: S105
    may_read_members = True

    def answer(self, path, asked, headers):
        match path:
            case "/cgi-bin/gettoken" if (asked["corpid"], asked["corpsecret"]) == (self.corp, self.secret):
                return 200, {"errcode": 0, "errmsg": "ok", "access_token": self.token, "expires_in": 7200}
            case "/cgi-bin/gettoken":
                return 200, {"errcode": 40001, "errmsg": "invalid credential"}
            case _ if asked.get("access_token") != self.token:
                return 200, {"errcode": 40014, "errmsg": "invalid access_token"}
            case "/cgi-bin/auth/getuserinfo":
                found = self.codes.pop(asked["code"], None)
                return 200, {"errcode": 0, "errmsg": "ok", **found} if found else {
                    "errcode": 40029,
                    "errmsg": "invalid code",
                }
            case "/cgi-bin/user/get" if self.may_read_members:
                return 200, {
                    "errcode": 0,
                    "errmsg": "ok",
                    "userid": asked["userid"],
                    "name": "林小满",
                    "mobile": "13800000000",
                }
            case _:
                return 200, {"errcode": 60011, "errmsg": "no privilege to access/modify contact/party/agent"}


class DingTalk(StandIn):
    """钉钉: a token for the user, with the number of the company they chose."""

    client, secret, corp = "ding-app", "ding-secret", "ding-corp"

    def answer(self, path, asked, headers):
        if path == "/v1.0/oauth2/userAccessToken":
            found = self.codes.pop(asked.get("code"), None)
            if (asked.get("clientId"), asked.get("clientSecret")) != (self.client, self.secret) or found is None:
                return 400, {"code": "invalidParameter.authCode.notFound", "message": "不合法的临时授权码"}
            self.user = found
            corp = found.pop("corpId", self.corp)
            return 200, {"accessToken": "u-token", "refreshToken": "r-token", "expireIn": 7200, "corpId": corp}
        if headers.get("x-acs-dingtalk-access-token") == "u-token":
            return 200, {"stateCode": "86", "mobile": "13800000000", "avatarUrl": "", **self.user}
        return 401, {"code": "InvalidAuthentication", "message": "token"}


class Feishu(StandIn):
    """飞书: a standard token address with PKCE and numbers for refusals, then the user's own data."""

    app, secret = "cli_app", "feishu-secret"

    def answer(self, path, asked, headers):
        if path == "/open-apis/authen/v2/oauth/token":
            if (asked.get("client_id"), asked.get("client_secret")) != (self.app, self.secret):
                return 400, {"code": 20002, "error": "invalid_client", "error_description": "client secret is invalid"}
            found = self.codes.pop(asked.get("code"), None)
            if found is None:
                return 400, {"code": 20003, "error": "invalid_grant", "error_description": "code is used"}
            if found.get("challenge") != challenge_of(asked.get("code_verifier", "")):
                return 400, {"code": 20049, "error": "invalid_grant", "error_description": "PKCE"}
            self.user = found["user"]
            return 200, {"code": 0, "access_token": "u-token", "expires_in": 7200, "token_type": "Bearer"}
        if headers.get("Authorization") == "Bearer u-token":
            return 200, {
                "code": 0,
                "msg": "success",
                "data": {"tenant_key": "t", "mobile": "+8613800000000", **self.user},
            }
        return 400, {"code": 99991663, "msg": "invalid access token"}


class OpenId(StandIn):
    """An OpenID Connect provider: discovery, keys, and tokens signed with a key made for the test."""

    client, secret = "merit", "oidc-secret"

    def __init__(self):
        super().__init__()
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signing_key = self.key
        self.claims: dict = {}

    def answer(self, path, asked, headers):
        match path:
            case "/.well-known/openid-configuration":
                return 200, {
                    "issuer": self.address,
                    "authorization_endpoint": f"{self.address}/authorize",
                    "token_endpoint": f"{self.address}/token",
                    "jwks_uri": f"{self.address}/keys",
                    "userinfo_endpoint": f"{self.address}/userinfo",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            case "/keys":
                public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
                return 200, {"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]}
            case "/token":
                return self._token(asked)
            case _:
                return 200, {"sub": self.user["sub"], **self.user}

    def _token(self, asked):
        found = self.codes.pop(asked.get("code"), None)
        right = (asked.get("client_id"), asked.get("client_secret")) == (self.client, self.secret)
        if not right or found is None or found["challenge"] != challenge_of(asked.get("code_verifier", "")):
            return 400, {"error": "invalid_grant"}
        self.user = found["user"]
        now = datetime.now(UTC)
        claims = {"iss": self.address, "aud": self.client, "iat": now, "exp": now + timedelta(minutes=5)}
        claims |= {"nonce": found["nonce"], **found["user"], **self.claims}
        signed = jwt.encode(claims, self.signing_key, algorithm="RS256", headers={"kid": "k1"})
        return 200, {"access_token": "u-token", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


def challenge_of(verifier):
    """What PKCE sends first for the verifier that it shows later."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
