"""Notes in a folder that is somebody's own: ours are kept up to date region by region, and the rest is never touched.

``planning`` is pure: it turns what we would write, what lies on the disk and what the manifest remembers into a plan.
``disk`` looks and ``apply`` writes; neither decides anything.
"""
