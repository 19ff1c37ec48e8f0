"""The key with which this installation seals: a file that is made when it is first needed, and read by nobody else."""

import os
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from nacl.signing import SigningKey

from config.errors import Refused


def own_key() -> SigningKey:
    """The key, made where there is none yet: two processes that want it at once end with the same one."""
    path = Path(settings.SEAL_KEY_FILE)
    try:
        if not path.exists():
            _make(path)
        return SigningKey(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except OSError as error:
        raise Refused(f"Không đọc hoặc tạo được khóa niêm phong {path}: {error.strerror}. Kiểm tra quyền của thư mục.")
    except ValueError:
        raise Refused(f"Khóa niêm phong {path} bị hỏng. Khôi phục tệp này từ bản sao lưu rồi thử lại.")


def _make(path: Path) -> None:
    """Written whole under another name, then linked: a link to a name that is taken fails and changes nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(f"{SigningKey.generate().encode().hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
