"""任务分工簿, the program.

Imports run one way: `ui | cli`, `services`, the five middle rooms, `domain`, `support`.
"""

__version__ = "0.1.0"
