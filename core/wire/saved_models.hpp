// The models as the journal keeps them. A secret has no form in it: a model with one cannot be kept.
#pragma once

#include "core/wire/model_fields.hpp"
#include "core/wire/saved.hpp"
