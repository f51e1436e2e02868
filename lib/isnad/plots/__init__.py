"""Plotly figures, one module a subject; `style` gives them one look."""
