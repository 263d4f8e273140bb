"""The Chinese wordings by what they are about; `desktop.services.messages` is their only reader."""
