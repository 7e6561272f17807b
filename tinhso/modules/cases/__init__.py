"""One-stop cases (hồ sơ thủ tục hành chính), from draft to result, with their clocks and papers."""
