"""What the tests of the operator pages share with the kernel's."""

from tinhso.kernel.tests.conftest import clerk, home

__all__ = ["clerk", "home"]
