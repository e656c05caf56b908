// Time as an argument: the core reads no clock.
#pragma once

#include <cstdint>

namespace fmid {

// Milliseconds since 1970-01-01T00:00:00Z, as Date.now() gives them.
using UnixMillis = std::int64_t;

}  // namespace fmid
