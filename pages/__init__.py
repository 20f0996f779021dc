"""The Streamlit face: ``shell.py`` is the script that runs, each other module one page of it."""
