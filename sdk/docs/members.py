# SPDX-License-Identifier: LGPL-2.1-or-later
# members.py - puts the comments of structs' functions into the GIR, which the scanner leaves out
"""usage: members.py SCANNED.gir HEADER... RESULT.gir"""
import re
import sys
import xml.etree.ElementTree as ElementTree

CORE = "http://www.gtk.org/introspection/core/1.0"
C = "http://www.gtk.org/introspection/c/1.0"
GLIB = "http://www.gtk.org/introspection/glib/1.0"
BLOCK = re.compile(r"/\*\*\n \* (\w+):\n(.*?)\n \*/", re.S)
META = re.compile(r" {0,3}[\w-]+:")     # Markdown takes "sink: where it goes" as a header, drops it
MEMBER = re.compile(r"^ \* @(\w+): (.*?)(?=\n \* @|\n \*\n|\Z)", re.S | re.M)


def read_members(paths):
    """type: {member: its comment as an element of GIR}"""
    members = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for block in BLOCK.finditer(text):
            line = str(text.count("\n", 0, block.start()) + 1)
            members[block.group(1)] = {}
            for member, words in MEMBER.findall(block.group(2)):
                doc = ElementTree.Element(f"{{{CORE}}}doc", {
                    "xml:space": "preserve", "filename": path, "line": line})
                doc.text = re.sub(r"\n \*\s*", "\n", words)
                members[block.group(1)][member] = doc
    return members


def main(scanned, *paths):
    *headers, result = paths
    members = read_members(headers)
    for prefix, uri in (("", CORE), ("c", C), ("glib", GLIB)):
        ElementTree.register_namespace(prefix, uri)
    tree = ElementTree.parse(scanned)
    for record in tree.iter(f"{{{CORE}}}record"):
        comments = members.get(record.get(f"{{{C}}}type"), {})
        for field in record.findall(f"{{{CORE}}}field"):
            if field.get("name") in comments and field.find(f"{{{CORE}}}doc") is None:
                field.insert(0, comments[field.get("name")])
    for doc in tree.iter(f"{{{CORE}}}doc"):
        if META.match(doc.text):
            doc.text = "\n" + doc.text
    tree.write(result, encoding="utf-8", xml_declaration=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
