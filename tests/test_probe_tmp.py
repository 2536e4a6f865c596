from tests.running_stack import Stack
import pathlib, pytest
def test_probe(stack):
    for t in ["كيف أحصل على بطاقة الإقامة؟","à Oujda","My daughter only speaks English, how will she follow lessons in Arabic?","My son does not speak Arabic","Comment avoir une carte de séjour ?"]:
        r=stack.ask(t); print(t, r["language"], r["trace"], [c["payload"] for c in r["choices"]][:4])
