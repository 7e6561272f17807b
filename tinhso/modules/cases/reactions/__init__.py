"""What the cases module does when it hears facts: tell applicants, officers and the portal."""

from tinhso.modules.cases.reactions import hearing, messages

__all__ = ["hearing", "messages"]
