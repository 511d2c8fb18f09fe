"""`nhipcau audit check`: reads the whole log and says whether its chain holds."""

from __future__ import annotations

import argparse

HELP = "Kiểm tra nhật ký: chuỗi niêm phong còn nguyên vẹn hay không."


def arguments(parser: argparse.ArgumentParser) -> None:
    """One word: what to do with the log."""
    parser.add_argument("action", choices=["check"], metavar="check")


def main(options: argparse.Namespace) -> int:
    """0 when the chain holds; 1, with the first broken number, when it does not."""
    import django

    django.setup()
    from nhipcau.audit.head import noted_head
    from nhipcau.audit.queries import chain, waiting
    from nhipcau.audit.rules.chain import examine

    # The note first: the sealer may add links while the chain is read.
    verdict = examine(chain(), head=noted_head())
    if verdict.broken is not None:
        print(
            f"NHẬT KÝ BỊ THAY ĐỔI: chuỗi niêm phong đứt ở sự kiện số {verdict.broken}; "
            f"{verdict.holds} sự kiện trước đó còn nguyên vẹn."
        )
        return 1
    print(
        f"Nhật ký nguyên vẹn: {verdict.holds} sự kiện đã niêm phong, "
        f"{waiting()} sự kiện đang chờ niêm phong.\n"
        f"Dấu niêm phong cuối: {verdict.hash}"
    )
    return 0
