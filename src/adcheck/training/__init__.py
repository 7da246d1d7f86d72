"""Makes the models of ``likeness`` and ``item`` rules anew from ``corpora/`` (``make models``). Needs the extra ``train``; checking needs none of it."""
