"""What a policy, a task, an annex, a unit and a deadline are, as pure values and rules.

Imports the standard library and `desktop.support` only.
"""
