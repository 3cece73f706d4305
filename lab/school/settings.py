"""Where an instance keeps its things, and its secret.

An instance is one folder: database, pictures, market files, copies of assigned scenarios, and the secret key,
which is made at the first start and readable by its owner only.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lab.values.errors import BadInput
from lab.values.places import ROOT


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from one installation to another."""

    instance: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)

    @property
    def scripts(self) -> Path:
        """Copies of assigned scenarios, one folder per content hash."""
        return self.instance / "scripts"

    @property
    def media(self) -> Path:
        return self.instance / "media"

    @property
    def markets(self) -> Path:
        return self.instance / "market"


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from LAB_INSTANCE (a folder, made if missing) and LAB_DATABASE_URL (SQLite in that folder if unset).

    Raises BadInput for a database other than SQLite or PostgreSQL.
    """
    instance = Path(environ.get("LAB_INSTANCE") or ROOT / "instance").resolve()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    default = f"sqlite:///{(instance / 'lab.sqlite3').as_posix()}"
    url = _database_url(environ.get("LAB_DATABASE_URL") or default)
    return Settings(instance=instance, database_url=url, secret_key=secret_in(instance / "secret_key"))


def _database_url(text: str) -> str:
    scheme, found, rest = text.partition("://")
    if not found or scheme.split("+")[0] not in ("sqlite", "postgresql", "postgres"):
        raise BadInput("database_not_supported", scheme=scheme[:20], example="postgresql://user@host/database")
    return text if scheme.startswith("sqlite") else f"postgresql+psycopg://{rest}"


def secret_in(path: Path) -> str:
    """The secret in a file (64 hex digits), which is made at the first call and readable by its owner only. Several processes may start at once: the one that links its file first decides."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:  # file systems without hard links
            draft.replace(path)
        draft.unlink(missing_ok=True)
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < 32:
        raise BadInput("secret_too_short", file=path.name)
    return secret
