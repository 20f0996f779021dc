"""What a person may be told.

    RehearsalError
    ├── BadRequest            what was sent cannot be used
    │   ├── BlankResume
    │   ├── TooFewQuestions
    │   ├── TooManyQuestions
    │   ├── ScoresDoNotRank
    │   └── NoResumeId
    ├── Unauthorized
    ├── Forbidden
    ├── ResumeError           a file that cannot become a resume
    │   ├── EmptyFile
    │   ├── TooLarge
    │   ├── UnsupportedType
    │   └── UnreadableResume
    │       ├── ScannedResume
    │       ├── EncryptedResume
    │       ├── DamagedResume
    │       ├── TooManyPages
    │       ├── ExpandsTooMuch
    │       ├── TooSlow
    │       └── NearlyNoText
    ├── NotFound
    │   ├── ResumeNotFound
    │   ├── SessionNotFound
    │   │   └── NoUnfinishedSession
    │   ├── QuestionNotFound
    │   ├── PersonNotFound
    │   └── NothingToPractise
    ├── Conflict
    │   ├── AlreadyCompleted
    │   ├── AlreadyAnswered
    │   └── NotCompleted
    ├── MethodNotAllowed
    ├── TooManyRequests
    ├── InterviewerError      the interviewer does not serve, and nothing stands in for it
    │   ├── InterviewerUnavailable
    │   │   └── InterviewerMisconfigured
    │   ├── InterviewerSlow
    │   └── InterviewerLimited
    └── StoreError            the database cannot be used
        ├── StoreBusy
        ├── StoreTooNew
        └── StoreUnusable

Each class names the HTTP status and the code of the REST contract, and the key of its sentence in the
locales (``errors.<key>``); an instance carries what the sentence needs. ``engine.i18n.explain`` renders it.
"""

from __future__ import annotations

from typing import Any, ClassVar


class RehearsalError(Exception):
    """Base of all errors that are safe and useful to show."""

    key: ClassVar[str] = "unexpected"
    status: ClassVar[int] = 500
    code: ClassVar[int] = 500

    def __init__(self, **params: Any) -> None:
        self.params = params
        detail = ", ".join(f"{name}={value!r}" for name, value in params.items())
        super().__init__(f"{self.key}({detail})")

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.params))


def _rebuild(kind: type[RehearsalError], params: dict[str, Any]) -> RehearsalError:
    return kind(**params)


class BadRequest(RehearsalError):
    """``field`` names what cannot be used."""

    key, status, code = "bad_request", 400, 400


class ScoresDoNotRank(BadRequest):
    """People cannot be put in an order by scores of several judges, or of the offline one."""

    key = "scores_do_not_rank"


class BlankResume(BadRequest):
    key = "blank_resume"


class TooFewQuestions(BadRequest):
    key = "too_few_questions"


class TooManyQuestions(BadRequest):
    key = "too_many_questions"


class NoResumeId(BadRequest):
    key = "no_resume_id"


class Unauthorized(RehearsalError):
    key, status, code = "unauthorized", 401, 401


class Forbidden(RehearsalError):
    key, status, code = "forbidden", 403, 403


class ResumeError(RehearsalError):
    key, status, code = "resume_unreadable", 422, 2002


class EmptyFile(ResumeError):
    key, status, code = "empty_file", 400, 2005


class TooLarge(ResumeError):
    """``limit_mib``: the limit; it also applies to pasted text."""

    key, status, code = "too_large", 413, 400


class UnsupportedType(ResumeError):
    """``detected``: what the content looks like, or empty."""

    key, status, code = "unsupported_type", 415, 2006


class UnreadableResume(ResumeError):
    key = "resume_unreadable"


class ScannedResume(UnreadableResume):
    key = "scanned"


class EncryptedResume(UnreadableResume):
    key = "encrypted"


class DamagedResume(UnreadableResume):
    key = "damaged"


class TooManyPages(UnreadableResume):
    """``limit``: pages allowed."""

    key = "too_many_pages"


class ExpandsTooMuch(UnreadableResume):
    key = "expands_too_much"


class TooSlow(UnreadableResume):
    """``seconds``: time allowed."""

    key = "too_slow"


class NearlyNoText(UnreadableResume):
    key = "nearly_no_text"


class NotFound(RehearsalError):
    key, status, code = "not_found", 404, 404


class ResumeNotFound(NotFound):
    key, code = "resume_not_found", 2001


class SessionNotFound(NotFound):
    key, code = "session_not_found", 3001


class NoUnfinishedSession(SessionNotFound):
    key = "no_unfinished_session"


class QuestionNotFound(NotFound):
    """``index``: the position asked for."""

    key, code = "question_not_found", 3003


class PersonNotFound(NotFound):
    key = "person_not_found"


class NothingToPractise(NotFound):
    """The person has answered nothing weakly yet."""

    key = "nothing_to_practise"


class Conflict(RehearsalError):
    key, status, code = "conflict", 409, 409


class AlreadyCompleted(Conflict):
    key, code = "already_completed", 3004


class AlreadyAnswered(Conflict):
    key, code = "already_answered", 3010


class NotCompleted(Conflict):
    key, code = "not_completed", 3007


class MethodNotAllowed(RehearsalError):
    key, status, code = "method_not_allowed", 405, 405


class TooManyRequests(RehearsalError):
    """``retry_after``: whole seconds until the next try may succeed."""

    key, status, code = "too_many_requests", 429, 429


class InterviewerError(RehearsalError):
    """``reason``: a stable key of what went wrong ("refused", "timeout", "budget"), or empty."""

    key, status, code = "interviewer_unavailable", 503, 7001

    @property
    def reason(self) -> str:
        return str(self.params.get("reason", ""))


class InterviewerUnavailable(InterviewerError):
    key, code = "interviewer_unavailable", 7001


class InterviewerMisconfigured(InterviewerUnavailable):
    """The key or the model's name is wrong: asking again does not help."""

    key = "interviewer_misconfigured"


class InterviewerSlow(InterviewerError):
    """``retry_after``: whole seconds until it is worth asking again."""

    key, code = "interviewer_slow", 7002


class InterviewerLimited(InterviewerError):
    key, code = "interviewer_limited", 7005


class StoreError(RehearsalError):
    """``path``: the database file."""

    key, status, code = "store_unusable", 503, 500


class StoreBusy(StoreError):
    key = "store_busy"


class StoreTooNew(StoreError):
    key = "store_too_new"


class StoreUnusable(StoreError):
    key = "store_unusable"
