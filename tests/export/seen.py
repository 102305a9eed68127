# SPDX-License-Identifier: MIT
"""seen.py < DOM - what a reader sees of the page, a line each:

    lang|CODE     title|...   zone|...    count|...   note|... (in place of
    tools|shown               script|1    none of meetings)
    past|SUMMARY|open or folded
    day|past or days|HEADING
    m|past or days|TIMES|ZONE|TITLE|BADGE|JOIN'S LINK|LABEL
"""
import sys
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "img", "link"}


class Node:
    def __init__(self, tag, attrs, up):
        self.tag, self.attrs, self.up, self.parts = tag, dict(attrs), up, []

    def all(self):
        for p in self.parts:
            if isinstance(p, Node):
                yield p
                yield from p.all()

    def find(self, **want):
        for n in self.all():
            if all(v in (n.attrs.get(k.strip("_")) or "").split() if k != "tag"
                   else n.tag == v for k, v in want.items()):
                yield n

    def text(self):
        return " ".join("".join(p if isinstance(p, str) else p.text()
                                for p in self.parts).split())

    def shown(self):
        return "hidden" not in self.attrs and (not self.up or self.up.shown())


class Tree(HTMLParser):
    def __init__(self):
        super().__init__()
        self.at = self.root = Node("", [], None)

    def handle_starttag(self, tag, attrs):
        node = Node(tag, attrs, self.at)
        self.at.parts.append(node)
        if tag not in VOID:
            self.at = node

    def handle_endtag(self, tag):
        if tag not in VOID and self.at.tag == tag:
            self.at = self.at.up

    def handle_data(self, data):
        self.at.parts.append(data)


def first(nodes, default=""):
    n = next(nodes, None)
    return n.text() if n else default


tree = Tree()
tree.feed(sys.stdin.read())
page = tree.root
print("lang|" + next(page.find(tag="html")).attrs["lang"])
print("title|" + first(page.find(tag="h1")))
for id in "zone", "count", "none", "upcoming":
    n = next(page.find(id=id))
    if n.shown() and n.text():
        print((id if id in ("zone", "count") else "note") + "|" + n.text())
print("tools|" + ("shown" if next(page.find(id="tools")).shown() else "hidden"))
print("script|%d" % len(list(page.find(tag="script"))))
past = next(page.find(id="past"))
if past.shown():
    print("past|%s|%s" % (first(past.find(tag="summary")),
                          "open" if "open" in past.attrs else "folded"))
for box, id in (("past", "ended"), ("days", "days")):
    for day in next(page.find(id=id)).find(class_="day"):
        if not day.shown():
            continue
        print("day|%s|%s" % (box, first(day.find(tag="h2"))))
        for m in day.find(class_="m"):
            join = next(m.find(class_="join"), None)
            if m.shown():
                print("|".join(["m", box,
                    "-".join(t.text() for t in m.find(tag="time")),
                    first(m.find(class_="zone")), first(m.find(tag="h3")),
                    first(m.find(class_="badge")),
                    join.attrs["href"] if join else "",
                    join.text() if join else ""]))
