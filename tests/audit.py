"""Look up known vulnerabilities of the pinned packages with pip-audit. `make audit` runs it.

pip-audit is run by uv outside the project's environment, at a fixed version, so that it is no requirement of ours. It asks PyPI, so it
needs the network. Exit codes: 0 nothing known, 1 something found, 3 could not be looked up.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIP_AUDIT = "pip-audit==2.10.1"
NOT_LOOKED_UP = 3


def main():
    """Run pip-audit and print a line for each vulnerability. Return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [ROOT / ".venv/bin/uv", "tool", "run", PIP_AUDIT, "--disable-pip", "--require-hashes", "--progress-spinner=off"]
        command += ["-r", "requirements.txt", "-r", "requirements-dev.txt", "--format=json", f"--output={report}"]
        try:
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return _not_looked_up(str(error))
        if not report.exists():
            return _not_looked_up(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "pip-audit said nothing")
        packages = json.loads(report.read_text())["dependencies"]
    if all("skip_reason" in package for package in packages):
        return _not_looked_up("PyPI knew none of the packages: its data cannot be reached from here")
    found = [(package, hole) for package in packages for hole in package.get("vulns", [])]
    for package, hole in found:
        fixed = ", ".join(hole["fix_versions"]) or "no version yet"
        print(f"{package['name']} {package['version']}: {hole['id']}, fixed in {fixed}")
    if skipped := [package for package in packages if "skip_reason" in package]:
        print(f"Not looked up: {', '.join(package['name'] for package in skipped)}.")
    if not found:
        print(f"No known vulnerability in {len(packages) - len(skipped)} packages.")
    return 1 if found else NOT_LOOKED_UP if skipped else 0


def _not_looked_up(reason):
    print(f"Could not look up vulnerabilities, so nothing is known about them. {reason}", file=sys.stderr)
    return NOT_LOOKED_UP


if __name__ == "__main__":
    sys.exit(main())
