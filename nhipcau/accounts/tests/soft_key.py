"""A security key in software: it answers as a browser with a real one would."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAG = AuthenticatorData.FLAG
TOUCHED = FLAG.UP | FLAG.UV


class SoftKey:
    """One credential for one site."""

    def __init__(self, origin: str = "https://testserver") -> None:
        self.origin = origin
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.user = b""

    def create(self, options: dict[str, Any]) -> str:
        """Answers `navigator.credentials.create`."""
        wanted = options["publicKey"]
        self.user = wanted["user"]["id"]
        said = self._said("webauthn.create", wanted["challenge"])
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AuthenticatorData.create(
            self._site(wanted["rp"]["id"]),
            TOUCHED | FLAG.AT,
            0,
            AttestedCredentialData.create(bytes(16), self.id, public),
        )
        answer = {"attestationObject": AttestationObject.create("none", data, {})}
        return self._answer(said, answer, {"credProps": {"rk": True}})

    def get(self, options: dict[str, Any]) -> str:
        """Answers `navigator.credentials.get`."""
        wanted = options["publicKey"]
        said = self._said("webauthn.get", wanted["challenge"])
        data = AuthenticatorData.create(self._site(wanted["rpId"]), TOUCHED, 1)
        signed = self.key.sign(data + said.hash, ec.ECDSA(hashes.SHA256()))
        answer = {"authenticatorData": data, "signature": signed}
        text = self._answer(said, answer, {})
        whole = json.loads(text)
        whole["response"]["userHandle"] = self.user
        return json.dumps(whole)

    def _said(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _site(self, name: str) -> bytes:
        return hashlib.sha256(name.encode()).digest()

    def _answer(
        self,
        said: CollectedClientData,
        response: dict[str, bytes],
        extensions: dict[str, Any],
    ) -> str:
        id = websafe_encode(self.id)
        parts = {name: websafe_encode(part) for name, part in response.items()}
        return json.dumps(
            {
                "id": id,
                "rawId": id,
                "type": "public-key",
                "response": {"clientDataJSON": websafe_encode(said), **parts},
                "clientExtensionResults": extensions,
            }
        )
