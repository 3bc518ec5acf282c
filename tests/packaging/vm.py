"""A virtual machine with the files of a container and a kernel of Debian: for what a host's own kernel does not offer."""

import os
import re
import shutil

from tools import WORK, Failed, Impossible, run

# All of it in memory, so that no module of the kernel is needed to find a disk. Emulated: slower, but there everywhere.
MEMORY_MIB = 3072
LONGEST = 900  # seconds


def play(machine, script, word):
    """Boots a copy of the machine, runs the script in it, and gives what it says behind "WORD PASS"."""
    if not shutil.which("qemu-system-x86_64") or not shutil.which("cpio"):
        raise Impossible("there is neither a suitable kernel here nor qemu-system-x86 with cpio for another")
    if os.geteuid() != 0:
        raise Impossible("a virtual machine's files can only be laid out by root")
    directory = WORK / "vm"
    shutil.rmtree(directory, ignore_errors=True)
    root = directory / "root"
    root.mkdir(parents=True)
    machine.copy(script, "/root/in-vm")
    machine.write("/etc/systemd/system/in-vm.service",
                  "[Unit]\nAfter=multi-user.target\n[Service]\nExecStart=/root/in-vm\n[Install]\nWantedBy=multi-user.target\n")
    machine.shell("systemctl -q enable in-vm; systemctl -q disable arena-connect; systemctl -q mask serial-getty@ttyS0")
    run("sh", "-c", f"docker export {machine.name} | tar -C {root} -xf -")
    (root / ".dockerenv").unlink(missing_ok=True)  # systemd would take it for a container
    run("sh", "-c", f"cd {root} && find . | cpio -o -H newc 2>/dev/null | gzip -1 >../root.cpio.gz")
    log = directory / "console.log"
    run("sh", "-c", f"timeout {LONGEST} qemu-system-x86_64 -accel tcg -cpu max -m {MEMORY_MIB} -nographic -no-reboot -nic none "
        f"-kernel {kernel(directory)} -initrd {directory}/root.cpio.gz "
        f"-append 'console=ttyS0 rdinit=/lib/systemd/systemd systemd.unified_cgroup_hierarchy=1 quiet panic=-1' "
        f"</dev/null >{log} 2>&1", check=False, timeout=LONGEST + 60)
    text = log.read_text(errors="replace")
    shutil.rmtree(root)
    found = re.search(rf"{word} (PASS|FAIL) (.*)", text)
    if not found or found.group(1) == "FAIL":
        raise Failed(f"in the virtual machine: {found.group(2).strip() if found else 'it did not come to an end'}; see {log}")
    return found.group(2).strip()


def kernel(directory):
    """Debian's, without installing it."""
    depends = run("apt-cache", "depends", "linux-image-cloud-amd64")
    name = re.search(r"Depends: (linux-image-\S+)", depends).group(1)
    run("apt-get", "download", name, cwd=directory)
    run("sh", "-c", f"dpkg-deb -x {directory}/linux-image-*.deb {directory}/kernel")
    (found,) = (directory / "kernel/boot").glob("vmlinuz-*")
    return found
