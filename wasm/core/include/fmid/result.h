// Result<T>: a T or an Error. The core throws nothing.
#pragma once

#include <tl/expected.hpp>
#include <string_view>

#include "fmid/error.h"

namespace fmid {

template <class T>
using Result = tl::expected<T, Error>;

// return Fail(ErrorCode::kPathInvalid, "path");
[[nodiscard]] tl::unexpected<Error> Fail(ErrorCode code, std::string_view detail = {}, int http_status = 0);
[[nodiscard]] tl::unexpected<Error> Fail(Error error);

}  // namespace fmid
