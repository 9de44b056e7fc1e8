"""Messages that are not here, put together again from what others quote of them."""

from archive.mail.reconstructing.assembly import reconstruct
from archive.mail.reconstructing.fragments import Reconstruction

__all__ = ["Reconstruction", "reconstruct"]
