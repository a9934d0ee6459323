"""Messengers: Telegram's updates today; the others have the same shape of folder."""
