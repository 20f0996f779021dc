"""Parts that several pages draw: language, untrusted text, errors, the answer box, charts, dialogs."""
