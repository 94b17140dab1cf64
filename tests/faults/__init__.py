"""Every fault and attack of rows.toml, tried: tests here and elsewhere name the rows whose behaviour they show."""
