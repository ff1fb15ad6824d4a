"""Installing servers once, below .build/idp of the checkout. Only Debian and PyPI package names are used.

Several scripts may run at once: whoever installs holds a lock, the others wait and then find everything there."""
import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.environ.get("IDP_HOME") or os.path.abspath(os.path.join(HERE, "..", "..", "..", ".build", "idp"))


def log(*words):
    print("idp:", *words, file=sys.stderr, flush=True)


def run(command, **options):
    """The command's output; its failure ends the script with what it said."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode:
        log(done.stdout[-4000:])
        raise SystemExit("idp: failed (%d): %s" % (done.returncode, " ".join(map(str, command))))
    return done.stdout


@contextlib.contextmanager
def locked():
    os.makedirs(HOME, exist_ok=True)
    with open(os.path.join(HOME, "lock"), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def as_root(command):
    if os.geteuid() == 0:
        return command
    if shutil.which("sudo"):
        return ["sudo", *command]
    raise SystemExit("idp: needs root once, run as root: " + " ".join(command))


def apt_has(packages):
    found = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status}\n", *packages],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return found.returncode == 0 and set(found.stdout.split()) == {"installed"}


def apt_update():
    run(as_root(["apt-get", "update", "-q"]))


def apt(command, **options):
    """Package lists may be older than what the mirror still has: then they are renewed, and it is tried once more."""
    if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options).returncode:
        apt_update()
        run(command, **options)


def apt_install(packages):
    if packages and not apt_has(packages):
        log("installing", *packages)
        apt(as_root(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-q",
                     "--no-install-recommends", *packages]))


def apt_show(package, field):
    shown = subprocess.run(["apt-cache", "show", package], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    found = re.search(r"^%s: (.*)$" % field, shown.stdout, re.M)
    return found.group(1) if found else None


def apt_libraries(package):
    """The libraries that a package depends on, by the names this distribution gives them."""
    entries = [entry.split("|")[0].split("(")[0].strip() for entry in (apt_show(package, "Depends") or "").split(",")]
    return [entry for entry in entries if entry.startswith(("lib", "zlib"))]


def apt_unpack(package, folder):
    """Unpacks a package without installing it: none of its scripts run, it makes no user and no service."""
    download = folder + ".deb"
    os.makedirs(download, exist_ok=True)
    apt(["apt-get", "download", "-q", package], cwd=download)
    for file in sorted(os.listdir(download)):
        run(["dpkg-deb", "-x", os.path.join(download, file), folder])
    shutil.rmtree(download)


def venv(folder, *requirements):
    """A virtual environment with the given requirements."""
    stamp = os.path.join(folder, ".requirements")
    wanted = "\n".join(requirements)
    if os.path.exists(stamp) and open(stamp).read() == wanted:
        return
    log("installing", *requirements)
    # Without the variable a venv made from within another one would belong to that one.
    base = getattr(sys, "_base_executable", sys.executable)
    run([base, "-m", "venv", "--clear", folder])
    run([os.path.join(folder, "bin", "pip"), "install", "-q", "--disable-pip-version-check", *requirements])
    with open(stamp, "w") as file:
        file.write(wanted)


def package_version(folder, name):
    code = "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))"
    return run([os.path.join(folder, "bin", "python"), "-c", code, name]).strip()
