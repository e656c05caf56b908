// Addresses that people type and settings hold: checked once, strictly, before anything secret is sent there.
#pragma once

#include <string>
#include <string_view>

#include "fmid/result.h"

namespace fmid {

// "https://host[:port][/path]" in canonical spelling: scheme and host in lower case, no slash at the end. A bare "host[:port][/path]"
// means https. http is allowed for loopback alone (localhost, 127.0.0.0/8, [::1]), as browsers see it. User info, query, fragment,
// white space, backslashes, control and non-ASCII characters are refused (a host is entered in its ASCII form).
// `what` names the address in the error. kAddressInvalid, kAddressInsecure.
[[nodiscard]] Result<std::string> CheckAddress(std::string_view address, const char* what);

}  // namespace fmid
