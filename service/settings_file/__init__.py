"""The settings file: one table of keys, what it checks, and the page that documents it."""

from service.settings_file.load import SettingsError, load

__all__ = ["SettingsError", "load"]
