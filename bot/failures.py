"""How an error is named in a log: never by its text, which may quote a customer or the token."""


def name_of(error: BaseException) -> str:
    return type(error).__name__


def place_of(error: BaseException) -> str:
    """File and line of the innermost frame."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    file = trace.tb_frame.f_code.co_filename.rsplit("/", 2)
    return f"{'/'.join(file[-2:])}:{trace.tb_lineno}"
