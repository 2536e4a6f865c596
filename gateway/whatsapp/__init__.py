"""WhatsApp Cloud API: what it sends us, and how a reply fits into its messages."""

CHANNEL = "whatsapp"
"""The channel's name in events and in the message log."""
