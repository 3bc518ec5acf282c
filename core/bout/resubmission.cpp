#include "core/bout/resubmission.hpp"

namespace arena {

using bouts::errc;
using bouts::fail;

bouts::result<bout_record> reopened(bout_record record, answer_kind answer, bouts::wall_time now) {
  if (record.state != bout_state::rejected) {
    return fail(errc::conflict, "only an answer that was rejected can be handed in again; this bout is " +
                                    std::string(to_string(record.state)));
  }
  if (record.session.empty() && !record.by_key) {
    return fail(errc::conflict, "no session was opened for this bout");
  }
  if (now >= record.submit_by) {
    return fail(errc::conflict,
                "the time for handing in was over at " + bouts::format_iso8601(record.submit_by));
  }
  if (record.answer_lost && answer == answer_kind::mended) {
    return fail(errc::conflict,
                "its first answer may have arrived, so only the same one can be handed in again");
  }
  record.state = bout_state::submitting;
  record.closed = false;
  record.reason.clear();
  record.announced = true;  // its stream of events is closed
  record.idempotency_key.clear();
  record.submission = {};
  return record;
}

}  // namespace arena
