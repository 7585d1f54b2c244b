/* The search of the pages. Their index, search_index.js, is fetched when somebody first wants it; without scripts there is no field. */
(function () {
    "use strict";
    var field = document.getElementById("search"), list = document.getElementById("found"), most = 12;
    if (!field || !list)
        return;
    field.hidden = false;

    /* How well a section answers: all words must be in it; a heading counts more than a text, its beginning most. */
    function score(row, words) {
        var heading = row[2].toLowerCase(), title = row[3].toLowerCase(), text = row[4].toLowerCase(), sum = 0;
        for (var i = 0; i < words.length; i++) {
            var at = heading.indexOf(words[i]);
            if (at >= 0)
                sum += at === 0 ? (heading.replace(/\W+$/, "") === words[i] ? 20 : 10) : 6;
            else if (title.indexOf(words[i]) >= 0)
                sum += 3;
            else if (text.indexOf(words[i]) >= 0)
                sum += 1;
            else
                return 0;
        }
        return sum;
    }

    function show() {
        var words = field.value.toLowerCase().split(/\s+/).filter(Boolean), rows = window.pages || [];
        var found = words.length ? rows.map(function (row) { return { row: row, score: score(row, words) }; })
            .filter(function (hit) { return hit.score > 0; })
            .sort(function (a, b) { return b.score - a.score; }).slice(0, most) : [];
        list.textContent = "";
        found.forEach(function (hit) {
            var item = document.createElement("li"), link = document.createElement("a"), row = hit.row;
            link.href = row[0] + (row[1] ? "#" + row[1] : "");
            link.textContent = row[2];
            item.appendChild(link);
            if (row[3] !== row[2])
                item.appendChild(document.createTextNode(" – " + row[3]));
            list.appendChild(item);
        });
        if (words.length && !found.length && window.pages)
            list.appendChild(document.createElement("li")).textContent = "Nothing has all of these words.";
        list.hidden = !words.length;
    }

    function fetch_index() {
        if (document.getElementById("index"))
            return;
        var script = document.createElement("script");
        script.id = "index";
        script.src = "search_index.js";
        script.onload = show;
        document.head.appendChild(script);
    }

    field.addEventListener("focus", fetch_index);
    field.addEventListener("input", function () {
        fetch_index();
        show();
    });
    field.addEventListener("keydown", function (event) {
        var first = list.querySelector("a");
        if (event.key === "Escape") {
            field.value = "";
            show();
        } else if (event.key === "Enter" && first) {
            location.href = first.href;
        }
    });
}());
