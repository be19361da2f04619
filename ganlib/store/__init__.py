"""Run folders: one writer per file, no locks. No framework, no user interface, no idea what a GAN is."""
