# SPDX-License-Identifier: LGPL-2.1-or-later
# csource.py - reads a C file as far as the rules need it: comments, strings, functions, nesting
"""No parser of C: comments and strings are blanked in place, so that every offset and line stays
true, and what is left is searched for braces and words."""
import bisect
import re

NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)
TOKEN = re.compile(r"[A-Za-z_]\w*|[{}();:]|[^\s\w{}();:]+|\d\w*")


def blank(match):
    """as many blanks and line ends as there were characters; of a string its quotes stay"""
    text = re.sub(r"[^\n]", " ", match.group())
    return f'"{text[1:-1]}"' if match.group()[0] == '"' else text


class Function:
    def __init__(self, name, kind, first, opening, closing, body):
        self.name = name
        self.kind = kind          # what it returns: "static void"
        self.first = first        # line of its return type
        self.opening = opening    # line of {
        self.closing = closing    # line of }
        self.body = body          # between them, blanked

    @property
    def static(self):
        return "static" in self.kind.split()

    @property
    def length(self):
        return self.closing - self.opening

    @property
    def nesting(self):
        return Nesting(self.body).deepest


class CSource:
    def __init__(self, text):
        self.text = text
        self.lines = text.split("\n")
        self.ends = [match.start() for match in re.finditer("\n", text)]
        self.bare = NOT_CODE.sub(blank, text)
        self.code = DIRECTIVE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), self.bare)
        self.code_lines = self.code.split("\n")
        self.functions = list(self._functions())

    def line_of(self, offset):
        return bisect.bisect_left(self.ends, offset) + 1

    def includes(self):
        """(line, what stands around the name, the name)"""
        for match in INCLUDE.finditer(self.text):
            if self.bare[match.start():match.end()].lstrip().startswith("#"):
                yield self.line_of(match.start(1)), match.group(1), match.group(2)

    def strings(self):
        """(line, the text between the quotes)"""
        for match in NOT_CODE.finditer(self.text):
            if match.group().startswith('"'):
                yield self.line_of(match.start()), match.group()[1:-1]

    def words(self, pattern):
        """(line, match) of a pattern in code and macros"""
        for match in re.finditer(pattern, self.bare):
            yield self.line_of(match.start()), match

    def _functions(self):
        depth = 0
        start = 0
        head_from = 0
        for match in re.finditer(r"[{};]", self.code):
            mark, offset = match.group(), match.start()
            if mark == "{":
                if depth == 0:
                    start = offset
                depth += 1
            elif mark == "}":
                depth = max(depth - 1, 0)
                if depth == 0:
                    function = self._function(self.code[head_from:start], head_from, start, offset)
                    if function:
                        yield function
                        head_from = offset + 1
            if mark == ";" and depth == 0:
                head_from = offset + 1

    def _function(self, head, head_from, start, end):
        if not head.rstrip().endswith(")"):
            return None
        depth = 0
        for i in range(len(head) - 1, -1, -1):
            depth += {")": 1, "(": -1}.get(head[i], 0)
            if head[i] == "(" and depth == 0:
                break
        name = re.search(r"(\w+)\s*$", head[:i])
        if not name:
            return None
        first = self.line_of(head_from + name.start())
        code = self.code_lines
        while first > 1 and code[first - 2].strip() and not re.search(r"[;}]\s*$", code[first - 2]):
            first -= 1
        signature = " ".join(" ".join(code[first - 1:self.line_of(start)]).split())
        kind = signature[:signature.find(name.group(1))].strip()
        return Function(name.group(1), kind, first, self.line_of(start), self.line_of(end),
                        self.code[start + 1:end])


class Nesting:
    """how deep a function's blocks go; a loop without braces is a block too, else-if is none"""

    def __init__(self, body):
        self.tokens = TOKEN.findall(body)
        self.at = 0
        self.deepest = 0
        while self.at < len(self.tokens):
            self._statement(0)

    def _peek(self, ahead=0):
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else None

    def _skip_pair(self, opening, closing):
        depth = 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            depth += (token == opening) - (token == closing)
            if depth == 0:
                return

    def _block(self, depth):
        self.at += 1
        while self._peek() not in ("}", None):
            self._statement(depth)
        self.at += 1

    def _inner(self, depth):
        """what an if or a loop governs"""
        self.deepest = max(self.deepest, depth)
        if self._peek() == "{":
            self._block(depth)
        else:
            self._statement(depth)

    def _statement(self, depth):
        token = self._peek()
        if token == "{":
            self._inner(depth + 1)
        elif token == "do":
            self.at += 1
            self._inner(depth + 1)
        elif token in ("if", "for", "while", "switch"):
            self._governed(depth)
        elif token in ("case", "default"):
            while self._peek() not in (":", None):
                self.at += 1
            self.at += 1
        else:
            self._expression(depth)

    def _governed(self, depth):
        is_if = self._peek() == "if"
        self.at += 1
        self._skip_pair("(", ")")
        if self._peek() == ";":     # of a do, or an empty loop
            self.at += 1
            return
        self._inner(depth + 1)
        if is_if and self._peek() == "else":
            self.at += 1
            if self._peek() == "if":
                self._governed(depth)
            else:
                self._inner(depth + 1)

    def _expression(self, depth):
        start = self.at
        while self._peek() not in (";", "}", None):
            if self._peek() == "(":
                self._skip_pair("(", ")")
                if self._peek() == "{" and self._is_call(start):
                    self._inner(depth + 1)      # a macro that loops
                    return
            elif self._peek() == "{":
                self._skip_pair("{", "}")
            else:
                self.at += 1
        if self._peek() == ";":
            self.at += 1

    def _is_call(self, start):
        """is the statement so far a word and one pair of parentheses?"""
        if self.tokens[start + 1] != "(":
            return False
        depth = 0
        for at in range(start + 1, self.at):
            depth += (self.tokens[at] == "(") - (self.tokens[at] == ")")
            if depth == 0:
                return at == self.at - 1
        return False
