# SPDX-License-Identifier: Apache-2.0
# Runs tests of a program that is not trusted. The program lives in a child process that never sees the tests: what it
# defines is called from here through a pipe, and only plain values come back, so that it can neither read what is expected
# nor decide whether it was met.
import builtins, marshal, os, signal, sys

MODULES = ("bisect", "cmath", "collections", "copy", "datetime", "decimal", "fractions", "functools", "heapq", "itertools", "math",
           "operator", "random", "re", "statistics", "string", "typing")
MOST_BYTES = 256 << 20
EXTENDED = ("Fraction", "Decimal", "date", "datetime", "timedelta")


class ProgramEnded(Exception):
    pass


class Pipe:
    """Messages to the other process. Objects that are no plain values stay where they are and go by number."""

    def __init__(self, reader, writer):
        self.reader, self.writer, self.objects = reader, writer, []

    def send(self, message):
        data = marshal.dumps(message)
        data = len(data).to_bytes(8, "little") + data
        while data:
            data = data[os.write(self.writer, data):]

    def receive(self):
        size = int.from_bytes(self.read(8), "little")
        if size > MOST_BYTES:
            raise ValueError("a message of the program is too long")
        return marshal.loads(self.read(size))

    def read(self, size):
        parts = []
        while size > 0:
            part = os.read(self.reader, min(size, 1 << 20))
            if not part:
                raise ProgramEnded("the program ended during the tests")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def encode(self, value):
        if value is None or type(value) in (bool, int, float, complex, str, bytes):
            return value
        for kind, name in ((str, "str"), (int, "int"), (float, "float"), (bytes, "bytes")):
            if isinstance(value, kind):
                return kind.__str__(value) if kind is str else kind(value)
        if isinstance(value, (list, tuple, set, frozenset)):
            kind = "l" if isinstance(value, list) else "t" if isinstance(value, tuple) else "s" if isinstance(value, set) else "f"
            return (kind, [self.encode(item) for item in value])
        if isinstance(value, dict):
            return ("d", [[self.encode(key), self.encode(item)] for key, item in value.items()])
        if isinstance(value, (bytearray, range)):
            return ("b", bytes(value)) if isinstance(value, bytearray) else ("r", [value.start, value.stop, value.step])
        if type(value).__name__ in EXTENDED and type(value).__module__ in ("fractions", "decimal", "datetime"):
            return ("x", type(value).__name__, extended(value))
        if isinstance(value, type) and getattr(builtins, value.__name__, None) is value:
            return ("y", value.__name__)
        return self.reference(value)

    def decode(self, value):
        if type(value) is not tuple:
            return value
        kind, content = value[0], value[1]
        if kind in "ltsf":
            return {"l": list, "t": tuple, "s": set, "f": frozenset}[kind](self.decode(item) for item in content)
        if kind == "d":
            return {self.decode(key): self.decode(item) for key, item in content}
        if kind == "b":
            return bytearray(content)
        if kind == "r":
            return range(*content)
        if kind == "x":
            return restored(content, value[2])
        if kind == "y" and isinstance(getattr(builtins, content), type):
            return getattr(builtins, content)
        return self.dereference(kind, content)


def extended(value):
    if type(value).__name__ in ("Fraction", "Decimal"):
        return str(value)
    if type(value).__name__ == "timedelta":
        return [value.days, value.seconds, value.microseconds]
    parts = [value.year, value.month, value.day]
    return parts + [value.hour, value.minute, value.second, value.microsecond] if type(value).__name__ == "datetime" else parts


def restored(name, content):
    if name == "Fraction":
        from fractions import Fraction
        return Fraction(content)
    if name == "Decimal":
        from decimal import Decimal
        return Decimal(content)
    import datetime
    return {"date": datetime.date, "datetime": datetime.datetime, "timedelta": datetime.timedelta}[name](*content)


class Child(Pipe):
    """The side of the program."""

    def reference(self, value):
        if isinstance(value, Callback):
            return ("c", value.number)
        self.objects.append(value)
        return ("o", len(self.objects) - 1, callable(value))

    def dereference(self, kind, content):
        return self.objects[content] if kind == "o" else Callback(self, content)

    def define(self, source):
        names = {"__name__": "solution", "__builtins__": builtins}
        exec(compile(source, "solution.py", "exec", dont_inherit=True), names)
        defined = []
        for name, value in names.items():
            if name.startswith("__"):
                continue
            if type(value) is type(sys):
                if value.__name__ in MODULES:
                    defined.append([name, ("m", value.__name__)])
            elif getattr(value, "__module__", None) in MODULES and getattr(value, "__name__", None):
                defined.append([name, ("i", value.__module__, value.__name__)])
            else:
                defined.append([name, self.encode(value) if not callable(value) else self.reference(value)])
        return defined

    def answer(self, request):
        what = request[0]
        if what == "define":
            return self.define(request[1])
        args = [self.decode(item) for item in request[2]]
        target = self.objects[request[1]]
        if what == "call":
            before = [marshal.dumps(item) for item in request[2]]
            result = target(*args, **{key: self.decode(item) for key, item in request[3]})
            after = [self.encode(item) if isinstance(item, (list, dict, set, bytearray)) else None for item in args]
            changed = [item if item is not None and marshal.dumps(item) != old else None for item, old in zip(after, before)]
            return (self.encode(result), changed)
        if what == "next":
            return self.encode(next(target))
        if what == "iter":
            return self.reference(iter(target))
        return self.encode({"getattr": getattr, "setattr": setattr, "getitem": lambda o, k: o[k], "setitem": lambda o, k, v: o.__setitem__(k, v),
                            "contains": lambda o, k: k in o, "len": len, "bool": bool, "str": str, "repr": repr, "eq": lambda a, b: bool(a == b),
                            "hash": hash}[what](target, *args))

    def serve(self):
        while True:
            try:
                reply = ("ok", self.answer(self.receive()))
            except ProgramEnded:
                os._exit(0)
            except BaseException as error:
                if isinstance(error, (SystemExit, KeyboardInterrupt)):
                    os._exit(0)
                reply = ("error", type(error).__name__, str(error)[:2000])
            try:
                self.send(reply)
            except ValueError:
                self.send(("error", "ValueError", "the result cannot be handed over"))


class Callback:
    """A function of the tests that was passed to the program."""

    def __init__(self, child, number):
        self.child, self.number = child, number

    def __call__(self, *args):
        self.child.send(("callback", self.number, [self.child.encode(item) for item in args]))
        reply = self.child.receive()
        if reply[0] == "error":
            raise RuntimeError(reply[1])
        return self.child.decode(reply[1])


class Parent(Pipe):
    """The side of the tests."""

    def reference(self, value):
        if type(value) is Remote:
            return ("o", object.__getattribute__(value, "_number"))
        if type(value).__name__ in ("generator", "map", "filter", "zip", "list_iterator", "dict_keys", "dict_values", "dict_items"):
            return ("l", [self.encode(item) for item in value])
        if type(value) not in (type(update), type(len)):
            raise TypeError("a %s of the tests cannot be handed to the program" % type(value).__name__)
        self.objects.append(value)
        return ("c", len(self.objects) - 1)

    def dereference(self, kind, content):
        return Remote(self, content) if kind == "o" else self.objects[content]

    def ask(self, what, *content):
        self.send((what,) + content)
        while True:
            reply = self.receive()
            if reply[0] == "ok":
                return reply[1]
            if reply[0] == "error":
                kind = getattr(builtins, reply[1], None)
                known = isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, (UnicodeError,))
                raise (kind if known else RuntimeError)(reply[2] if known else "%s: %s" % (reply[1], reply[2]))
            self.answer(reply)

    def answer(self, request):
        try:
            self.send(("ok", self.encode(self.objects[request[1]](*[self.decode(item) for item in request[2]]))))
        except Exception as error:
            self.send(("error", "%s: %s" % (type(error).__name__, error)))

    def request(self, what, number, *args):
        return self.decode(self.ask(what, number, [self.encode(item) for item in args]))

    def call(self, number, args, named):
        sent = [self.encode(item) for item in args]
        result, changed = self.ask("call", number, sent, [[key, self.encode(item)] for key, item in named.items()])
        for item, new in zip(args, changed):
            if new is not None:
                update(item, self.decode(new))
        return self.decode(result)


def update(item, new):
    if type(item) is not type(new):
        return
    if isinstance(item, (list, bytearray)):
        item[:] = new
    elif isinstance(item, (dict, set)):
        item.clear()
        item.update(new)


class Remote:
    """An object of the program. It equals nothing but another object of the program."""
    __slots__ = ("_pipe", "_number")

    def __init__(self, pipe, number):
        object.__setattr__(self, "_pipe", pipe)
        object.__setattr__(self, "_number", number)

    def __call__(self, *args, **named):
        return self._pipe.call(self._number, args, named)

    def __getattr__(self, name):
        return self._pipe.request("getattr", self._number, name)

    def __setattr__(self, name, value):
        self._pipe.request("setattr", self._number, name, value)

    def __iter__(self):
        return self._pipe.request("iter", self._number)

    def __next__(self):
        return self._pipe.request("next", self._number)

    def __getitem__(self, key):
        return self._pipe.request("getitem", self._number, key)

    def __setitem__(self, key, value):
        self._pipe.request("setitem", self._number, key, value)

    def __contains__(self, key):
        return bool(self._pipe.request("contains", self._number, key))

    def __len__(self):
        return int(self._pipe.request("len", self._number))

    def __bool__(self):
        return bool(self._pipe.request("bool", self._number))

    def __str__(self):
        return str(self._pipe.request("str", self._number))

    def __repr__(self):
        return str(self._pipe.request("repr", self._number))

    def __eq__(self, other):
        return bool(self._pipe.request("eq", self._number, other)) if type(other) is Remote else NotImplemented

    def __hash__(self):
        return hash(self._pipe.request("hash", self._number))


def helpers(prompt, entry_point, names):
    """Imports and functions that the prompt gives; with classes it must be the program's own that are used."""
    import ast
    try:
        tree = ast.parse(prompt)
    except SyntaxError:
        return
    classes = any(isinstance(node, ast.ClassDef) for node in tree.body)
    for node in tree.body:
        is_import = isinstance(node, (ast.Import, ast.ImportFrom))
        if is_import or (isinstance(node, ast.FunctionDef) and node.name != entry_point and not classes):
            try:
                exec(compile(ast.Module([node], []), "prompt.py", "exec"), names)
            except ImportError:
                pass


def define(pipe, names, solution):
    import importlib
    for name, value in pipe.ask("define", solution):
        if name in names or hasattr(builtins, name):
            continue
        if type(value) is tuple and value[0] in ("m", "i"):
            if value[1] not in MODULES:
                continue
            module = importlib.import_module(value[1])
            names[name] = module if value[0] == "m" else getattr(module, value[2])
        else:
            names[name] = pipe.decode(value)


def run(pipe, prompt, setup, check, entry_point, solution):
    names = {"__name__": "__main__", "__builtins__": builtins}
    if prompt:
        helpers(prompt, entry_point, names)
    given = dict(names)
    define(pipe, names, solution)
    # A program that redefines what the prompt gives is asked for its own function only.
    names.update({name: value for name, value in given.items() if name != entry_point})
    for title, code in (("setup", setup), ("tests", check)):
        exec(compile(code, title, "exec", dont_inherit=True), names)
    if "def check(" in check and entry_point:
        names["check"](eval(entry_point, names))


def explain(error, check):
    """One line: what went wrong, and in which line of the tests."""
    if isinstance(error, SyntaxError):
        return "SyntaxError: %s" % error
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "tests":
            line = trace.tb_lineno
        trace = trace.tb_next
    lines = check.split("\n")
    where = "in \"%s\": " % lines[line - 1].strip()[:200] if 0 < line <= len(lines) else ""
    return "%s%s%s" % (where, type(error).__name__, ": %s" % error if str(error) else "")


def hide():
    """Neither memory nor descriptors of this process can be had through /proc."""
    import ctypes
    if ctypes.CDLL(None).prctl(4, 0, 0, 0, 0) != 0:
        raise OSError("PR_SET_DUMPABLE")


def main():
    hide()
    ask_read, ask_write = os.pipe()
    reply_read, reply_write = os.pipe()
    child = os.fork()
    if child == 0:
        nothing = os.open("/dev/null", os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        for end in (ask_write, reply_read, nothing):
            os.close(end)
        Child(ask_read, reply_write).serve()
    os.close(ask_read)
    os.close(reply_write)
    size, fields = sys.stdin.buffer.readline, []
    for _ in range(6):
        fields.append(sys.stdin.buffer.read(int(size())).decode("utf-8", "surrogateescape"))
    proof, prompt, setup, check, entry_point, solution = fields
    pipe, problem = Parent(reply_read, ask_write), None
    try:
        run(pipe, prompt, setup, check, entry_point, solution)
    except (ProgramEnded, BrokenPipeError):
        status = os.waitpid(child, 0)[1]
        if os.WIFSIGNALED(status):
            os._exit(128 + os.WTERMSIG(status))
        problem = "the program ended during the tests"
    except BaseException as error:
        problem = explain(error, check)
    try:
        os.kill(child, signal.SIGKILL)
    except OSError:
        pass
    if problem:
        os.write(2, ("\n" + problem + "\n").encode("utf-8", "replace"))
        os._exit(1)
    os.write(1, b"\n" + proof.encode())
    os._exit(0)


main()
