"""Icons drawn for us: a grid of 20 px, strokes of 1.75, no fill; one name each."""

from __future__ import annotations

from collections.abc import Mapping

_CIRCLE = '<circle cx="10" cy="10" r="7"/>'
_FILE = "M5 2.8h6.5L15.5 7v10.2H5zM11.2 3v4.2h4"


def _path(data: str) -> str:
    return f'<path d="{data}"/>'


ICONS: Mapping[str, str] = {
    "alert": _path("M10 3 2.5 16.5h15zM10 8v4M10 14.2v.1"),
    "arrow-left": _path("M16 10H4m4.5-4.5L4 10l4.5 4.5"),
    "arrow-right": _path("M4 10h12m-4.5-4.5L16 10l-4.5 4.5"),
    "attach": _path(
        "m15.5 9.2-5.6 5.6a3.6 3.6 0 0 1-5-5L11 3.7a2.4 2.4 0 0 1 3.4 3.4l-6 6a1.2 1.2 0 0 1-1.7-1.7l5.3-5.3"
    ),
    "bell": _path("M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1.5h-13zM8.3 17h3.4"),
    "book": _path(
        "M10 5.2C8.3 4 6 3.7 3 4v11.5c3-.3 5.3 0 7 1.3 1.7-1.3 4-1.6 7-1.3V4c-3-.3-5.3 0-7 1.2zM10 5.2v11.6"
    ),
    "box": _path("M3.5 6.5 10 3l6.5 3.5v7L10 17l-6.5-3.5zM3.5 6.5 10 10l6.5-3.5M10 10v7"),
    "briefcase": _path("M3 7h14v9.5H3zM7.2 7V4h5.6v3M3 11h14"),
    "building": _path("M4.5 17V3.5h7V17M11.5 8h4v9M3 17h14M7 6.5h2M7 9.5h2M7 12.5h2"),
    "calendar": _path("M3.5 4.5h13v12h-13zM3.5 8.3h13M7 2.8v3M13 2.8v3"),
    "camera": _path("M3 6.5h3.2L7.5 4.5h5l1.3 2H17v9.5H3z") + '<circle cx="10" cy="11" r="2.8"/>',
    "card": _path(
        "M2.8 4.5h14.4v11H2.8zM11.5 8h3M11.5 11h3M5 13c.2-1.6 1-2.4 2.2-2.4S9.2 11.4 9.4 13"
    )
    + '<circle cx="7.2" cy="8.5" r="1.4"/>',
    "chart": _path("M3.5 16.5h13M6 13.5V9M10 13.5V5M14 13.5v-6"),
    "chat": _path("M3.5 4h13v9.5h-7L6 16.5v-3H3.5z"),
    "check": _path("m4.5 10.5 3.5 3.5 7.5-8"),
    "child": '<circle cx="10" cy="6" r="3.2"/>'
    + _path("M4.5 17c.3-3.8 2.4-5.8 5.5-5.8s5.2 2 5.5 5.8zM7.3 14.3h5.4"),
    "chevron-down": _path("m5 8 5 5 5-5"),
    "chevron-left": _path("m12 5-5 5 5 5"),
    "chevron-right": _path("m8 5 5 5-5 5"),
    "chevron-up": _path("m5 12 5-5 5 5"),
    "clock": _CIRCLE + _path("M10 6v4.2l2.7 1.8"),
    "close": _path("m5 5 10 10M15 5 5 15"),
    "copy": _path("M7 7h9.5v9.5H7zM4 13V3.5h9.5"),
    "database": '<ellipse cx="10" cy="5.2" rx="6" ry="2.2"/>'
    + _path("M4 5.2v9.6c0 1.2 2.7 2.2 6 2.2s6-1 6-2.2V5.2M4 10c0 1.2 2.7 2.2 6 2.2s6-1 6-2.2"),
    "documents": _path("M4 3h9v12H4zM7 15v2.5h9V6h-3M6.5 6.5h4M6.5 9.5h4"),
    "done": _CIRCLE + _path("m6.8 10.2 2.3 2.3 4.2-4.6"),
    "download": _path("M10 4v9m-3.5-3.3L10 13.2l3.5-3.5M4 13v3.2h12V13"),
    "edit": _path("m4 16 .8-3.5L13.5 4 16 6.5 7.5 15.2z"),
    "external": _path("M11.5 4H16v4.5M16 4l-7 7M8 5H4v11h11v-4"),
    "eye": _path("M2.5 10c1.8-3.3 4.3-5 7.5-5s5.7 1.7 7.5 5c-1.8 3.3-4.3 5-7.5 5s-5.7-1.7-7.5-5z")
    + '<circle cx="10" cy="10" r="2.3"/>',
    "eye-off": _path(
        "M4.3 7.4A13 13 0 0 0 2.5 10c1.8 3.3 4.3 5 7.5 5 1 0 2-.2 2.9-.5M7.5 5.4A8 8 0 0 1 10 5c3.2 0 5.7 1.7 7.5 5"
        "a13 13 0 0 1-1.8 2.5M3.5 3.5l13 13"
    ),
    "file": _path(_FILE),
    "file-check": _path(_FILE + "M7.6 12l1.8 1.8 3.2-3.6"),
    "filter": _path("M3 5h14M5.5 10h9M8 15h4"),
    "flag": _path("M5 17V3.5M5 4h9.5l-2 3.2 2 3.3H5"),
    "globe": _CIRCLE
    + _path("M3 10h14M10 3c2.3 2 3.3 4.3 3.3 7s-1 5-3.3 7c-2.3-2-3.3-4.3-3.3-7s1-5 3.3-7z"),
    "grid": _path(
        "M3.5 3.5h5.3v5.3H3.5zM11.2 3.5h5.3v5.3h-5.3zM3.5 11.2h5.3v5.3H3.5zM11.2 11.2h5.3v5.3h-5.3z"
    ),
    "heart": _path(
        "M10 16.5S3.2 12.6 3.2 8A3.7 3.7 0 0 1 10 6a3.7 3.7 0 0 1 6.8 2c0 4.6-6.8 8.5-6.8 8.5z"
    ),
    "help": _CIRCLE
    + _path("M7.9 8.2c0-1.3.9-2.2 2.1-2.2s2.1.8 2.1 2c0 1.7-2.1 1.7-2.1 3.4M10 14v.1"),
    "history": _path("M3.2 10A6.8 6.8 0 1 0 5.5 4.9L3.5 6.8M3.5 3.5v3.3h3.3M10 6.5v3.8l2.5 1.6"),
    "home": _path("M3 9.5 10 4l7 5.5M5 8.2V16.5h10V8.2M8.3 16.5v-4h3.4v4"),
    "inbox": _path("M3 11 5.2 4h9.6L17 11v5.5H3zM3 11h4l1 2h4l1-2h4"),
    "info": _CIRCLE + _path("M10 9.2v4.3M10 6.5v.1"),
    "key": '<circle cx="6.5" cy="10" r="3.3"/>' + _path("M9.8 10H17v3M14 10v2.3"),
    "link": _path(
        "M8.5 11.5a3 3 0 0 0 4.2 0l2.8-2.8a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-2.8 2.8a3 3 0 0 0 4.2 4.2l1-1"
    ),
    "list": _path("M7 5.5h10M7 10h10M7 14.5h10M3.3 5.5h.1M3.3 10h.1M3.3 14.5h.1"),
    "lock": _path("M4.5 9h11v7.5h-11zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v1.5"),
    "mail": _path("M3 4.8h14v10.5H3zM3.3 5.2 10 11l6.7-5.8"),
    "menu": _path("M3 6h14M3 10h14M3 14h14"),
    "minus": _path("M4 10h12"),
    "money": _path("M2.5 5.5h15v9h-15zM5 8v4M15 8v4") + '<circle cx="10" cy="10" r="2.2"/>',
    "moon": _path("M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z"),
    "more": _path("M4.5 10h.1M10 10h.1M15.5 10h.1"),
    "network": _path("M10 7.5v3M10 10.5l-5 3M10 10.5l5 3")
    + '<circle cx="10" cy="5.3" r="2.2"/><circle cx="4.3" cy="14.7" r="2"/><circle cx="15.7" cy="14.7" r="2"/>',
    "offline": _path(
        "M3 8.5a10 10 0 0 1 3.5-2.3M9.5 5.3A10 10 0 0 1 17 8.5M5.5 11.3A6.5 6.5 0 0 1 9 9.6M13 10.5l1.5.9M10 15.2v.1M3.5 3.5l13 13"
    ),
    "page": _path("M5 3h10v14H5zM7.5 6.5h5M7.5 9.5h5M7.5 12.5h3"),
    "pause": _CIRCLE + _path("M8.2 7.5v5M11.8 7.5v5"),
    "phone": _path(
        "M6.8 3.5 8.3 7 6.6 8.5a9 9 0 0 0 4.9 4.9L13 11.7l3.5 1.5v2.3c0 .7-.6 1.2-1.3 1.1A13.5 13.5 0 0 1 3.4 4.8c-.1-.7.4-1.3 1.1-1.3z"
    ),
    "pin": _path("M10 17.5s5.5-5 5.5-9a5.5 5.5 0 0 0-11 0c0 4 5.5 9 5.5 9z")
    + '<circle cx="10" cy="8.5" r="1.9"/>',
    "plus": _path("M10 4v12M4 10h12"),
    "print": _path("M6 7V3h8v4M6 14H3.5V7.5h13V14H14M6 11.5h8V17H6z"),
    "qr": _path(
        "M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h2v2h-2zM16.5 11.5v2M14 16.5h2.5v-.500M11.5 16.5v.1"
    ),
    "queue": _path("M3 5.5h7M3 10h7M3 14.5h7M15 5v10m-2.3-2.3L15 15l2.3-2.3"),
    "refresh": _path(
        "M4 8a6.3 6.3 0 0 1 11.5-1.5M16 12A6.3 6.3 0 0 1 4.5 13.5M15.8 3.2v3.5h-3.5M4.2 16.8v-3.5h3.5"
    ),
    "rings": '<circle cx="7.5" cy="11.5" r="4.5"/><circle cx="12.5" cy="11.5" r="4.5"/>'
    + _path("m6 4 1.5 2L9 4"),
    "rotate": _path("M15.5 6.5A6.5 6.5 0 1 0 16.5 10M16 3v3.8h-3.8"),
    "seal": _path("M6 17h8M5 14.5h10v-2l-2.8-1V8.5a2.7 2.7 0 1 0-4.4 0v3L5 12.5z"),
    "search": '<circle cx="9" cy="9" r="5.5"/>' + _path("m13.2 13.2 4 4"),
    "send": _path("M3 10 17 3.5 13 17l-3-5.5z"),
    "settings": _path("M3 6h7M14 6h3M3 14h3M10 14h7")
    + '<circle cx="12" cy="6" r="2"/><circle cx="8" cy="14" r="2"/>',
    "share": _path("M10 12V3.5M6.8 6.5 10 3.3l3.2 3.2M6 9H4v7.5h12V9h-2"),
    "shield": _path("M10 2.8 16 5v4.5c0 3.7-2.3 6.2-6 7.7-3.7-1.5-6-4-6-7.7V5z"),
    "shop": _path(
        "M3.5 8 5 3.8h10L16.5 8M3.5 8c0 2.4 3.2 2.4 3.2 0 0 2.4 3.3 2.4 3.3 0 0 2.4 3.3 2.4 3.3 0 0 2.4 3.2 2.4 3.2 0M4.5 10v6.7h11V10"
    ),
    "sign-out": _path("M12 4H4.5v12H12M9 10h8m-2.8-2.8L17 10l-2.8 2.8"),
    "sprout": _path(
        "M10 17V8M10 8c-4 0-5.5-2-5.5-4.5C8 3.5 10 5 10 8zM10 11c3.5 0 5-1.8 5-4-3 0-5 1.3-5 4z"
    ),
    "star": _path("m10 3 2.1 4.5 4.9.6-3.6 3.4.9 4.9-4.3-2.4-4.3 2.4.9-4.9L3 8.1l4.9-.6z"),
    "stop": _CIRCLE + _path("M7.5 7.5l5 5M12.5 7.5l-5 5"),
    "sun": '<circle cx="10" cy="10" r="3.3"/>'
    + _path(
        "M10 2.5v1.7M10 15.8v1.7M2.5 10h1.7M15.8 10h1.7M4.7 4.7l1.2 1.2M14.1 14.1l1.2 1.2M4.7 15.3l1.2-1.2M14.1 5.9l1.2-1.2"
    ),
    "tag": _path("M3.5 3.5h6.3l6.9 6.9-6.3 6.3-6.9-6.9zM6.8 6.8v.1"),
    "ticket": _path("M3 5.5h14V9a1.2 1.2 0 0 0 0 2.4v3.1H3v-3.1A1.2 1.2 0 0 0 3 9zM12.5 5.5v9"),
    "trash": _path("M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5"),
    "undo": _path("M7 5 3.5 8.5 7 12M3.5 8.5h8a4 4 0 0 1 0 8H9"),
    "upload": _path("M10 13V4m-3.5 3.3L10 3.8l3.5 3.5M4 13v3.2h12V13"),
    "user": '<circle cx="10" cy="6.8" r="3.3"/>'
    + _path("M3.8 17c.4-3.7 2.7-5.5 6.2-5.5s5.8 1.8 6.2 5.5"),
    "users": '<circle cx="7" cy="7" r="2.7"/>'
    + _path(
        "M2.5 16c.2-3 1.8-4.7 4.5-4.7s4.3 1.7 4.5 4.7M12.5 4.6a2.6 2.6 0 0 1 0 4.9M13.8 11.6c2.2.4 3.4 1.9 3.7 4.4"
    ),
    "zoom-in": '<circle cx="9" cy="9" r="5.5"/>' + _path("m13.2 13.2 4 4M9 6.5v5M6.5 9h5"),
    "zoom-out": '<circle cx="9" cy="9" r="5.5"/>' + _path("m13.2 13.2 4 4M6.5 9h5"),
}
