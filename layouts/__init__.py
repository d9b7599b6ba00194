"""How it looks: composing, rendering, assembling and finishing. Opens no corpus file, knows no scenario by name."""
