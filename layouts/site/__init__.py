"""The page to download from: what is in the folder of files, told by manifests, shown by pages."""
