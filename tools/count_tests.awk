# Reads the testlog.txt of `meson test` and says how many single tests ran: "PASSED FAILED SUITES".
# A suite that speaks TAP counts each of its tests; any other counts as one. One that skipped itself counts as none.

/^=+ [0-9]+\/[0-9]+ =+$/ { finish(); inside = 1; suites++; next }
/^result: / && inside { good = /exit status 0$/; skipped = /exit status 77$/; next }
/^ok( |$)/ && inside { passed_here++; next }
/^not ok( |$)/ && inside { failed_here++; next }
/^1\.\.0( |$)/ && inside { skipped = 1; next }
END { finish(); print passed + 0, failed + 0, suites + 0 }

function finish()
{
    if (!inside)
        return
    # A suite that crashed or was killed has failed, even if every test that it could name went well.
    if (skipped)
        passed_here = failed_here = 0
    else if (!good && !failed_here)
        failed_here = 1
    else if (good && !passed_here)
        passed_here = 1
    passed += passed_here
    failed += failed_here
    passed_here = failed_here = good = skipped = inside = 0
}
