# SPDX-License-Identifier: LGPL-2.1-or-later
# test_members.py - what sdk/docs/members.py puts into the GIR
import os
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

from lint import ROOT
from tap import run_cases

sys.path.insert(0, os.path.join(ROOT, "sdk", "docs"))
import members  # noqa: E402

HEADER = """/**
 * LeatThing:
 * @size: of it
 * @go: or: goes,
 *   and comes back
 *
 * Does.
 */
"""
GIR = f"""<repository xmlns="{members.CORE}" xmlns:c="{members.C}">
<record name="Thing" c:type="LeatThing"><doc>Does.</doc>
<field name="size"><doc>of it</doc></field>
<field name="go"><callback name="go"/></field>
<field name="secret"><callback name="secret"/></field></record>
<record name="Other" c:type="LeatOther"><field name="go"><callback name="go"/></field></record>
</repository>"""

CASES = [
    ("of-a-function", "Thing/go", ["\nor: goes,\nand comes back"]),
    ("there-already", "Thing/size", ["of it"]),
    ("none-in-the-header", "Thing/secret", []),
    ("of-another-struct", "Other/go", []),
]


def docs(path):
    record, field = path.split("/")
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("scanned.gir", "thing.h", "result.gir")]
        for name, text in zip(names, (GIR, HEADER)):
            with open(name, "w", encoding="utf-8") as file:
                file.write(text)
        members.main(*names)
        place = {"core": members.CORE}
        found = ElementTree.parse(names[2]).findall(
            f"core:record[@name='{record}']/core:field[@name='{field}']/core:doc", place)
        return [doc.text for doc in found]


if __name__ == "__main__":
    run_cases([(f"/members/{name}", path, texts) for name, path, texts in CASES], docs)
