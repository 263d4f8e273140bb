"""The window: models, views, delegates, panels and dialogs. The only room that imports PySide6.

Imports `services`, `domain` and `support`; never a middle room.
"""
