// What a flow can be opened for. Each reads its object of options (js-glue/fmid-core.d.ts) and makes the flow.
#pragma once

#include <emscripten/val.h>

#include <memory>

#include "fmid/flow.h"
#include "fmid/random.h"
#include "fmid/result.h"

namespace fmid::bindings {

// `random` must outlive the flow.
using Operation = Result<std::unique_ptr<fmid::Flow>>(const emscripten::val& options, RandomSource& random);

Operation SignIn, Refresh, Revoke, GlobalSignOut, Discover;
Operation OpenSession, Call, CloseSession;

}  // namespace fmid::bindings
