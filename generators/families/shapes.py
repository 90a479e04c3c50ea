"""`shapes`: which products exist, the shapes of a batch through a net, the parameters of a model.

Given A and B, and C where there are three, each as rows and columns; or batch and sizes; or model, its code.
"""

from __future__ import annotations

from generators.kinds import Kind, joined
from generators.parameter_count import PARAMETERS
from generators.shape_batch import BATCH
from generators.shape_products import PRODUCTS

KINDS = {"products": Kind(PRODUCTS, "A"), "batch": Kind(BATCH, "sizes"), "parameters": Kind(PARAMETERS, "model")}

FAMILY = joined("shapes", 1, "which products exist, shapes through a net, parameters of a model", KINDS)
