// Result<T>: a T or an Error. The core throws nothing.
#pragma once

#include <tl/expected.hpp>
#include <utility>

#include "fmid/error.h"

namespace fmid {

template <class T>
using Result = tl::expected<T, Error>;

// return Fail(ErrorCode::kPathInvalid, "path");
[[nodiscard]] inline tl::unexpected<Error> Fail(ErrorCode code, std::string detail = {}) {
  return tl::unexpected<Error>(Error{.code = code, .detail = std::move(detail)});
}
[[nodiscard]] inline tl::unexpected<Error> Fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace fmid
