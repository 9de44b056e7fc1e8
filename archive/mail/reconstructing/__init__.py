"""Messages that are not here, put together again from what others quote of them."""

from archive.mail.reconstructing.fragments import Reconstruction
from archive.mail.reconstructing.rebuilding import reconstruct

__all__ = ["Reconstruction", "reconstruct"]
