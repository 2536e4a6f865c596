"""Custom actions (rasa-sdk), one file per subject: slots and text → knowledge → reply."""
