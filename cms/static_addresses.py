"""The addresses of style sheets, scripts and icons, worked out once a process: they change only when the files are collected anew."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class KeptAddresses(CompressedManifestStaticFilesStorage):
    """As WhiteNoise's: names with a hash of what is in them, and each file compressed beforehand."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._addresses = {}

    def url(self, name, force=False):
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]
