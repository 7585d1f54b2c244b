MathJax.Hub.Config({
    messageStyle: "none" // it would lie over the text while formulas are set
});
